"""The wheel: commands, default vocabulary, metadata, schema, templates and static files come along, and it works where it is installed."""

import configparser
import importlib.util
import os
import subprocess
import sys
import zipfile
from pathlib import Path

import pytest

from tests.conftest import HERE, SEED

ROOT = HERE.parent
PIP = [sys.executable, "-m", "pip", "--disable-pip-version-check", "--quiet"]

pytestmark = pytest.mark.skipif(importlib.util.find_spec("hatchling") is None, reason="hatchling, which builds the wheel, is not installed")


@pytest.fixture(scope="module")
def wheel(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The project's wheel, built offline."""
    folder = tmp_path_factory.mktemp("wheel")
    subprocess.run([*PIP, "wheel", "--no-deps", "--no-build-isolation", "--no-index", "--wheel-dir", folder, ROOT], check=True, timeout=120)
    (built,) = folder.glob("*.whl")
    return built


@pytest.fixture(scope="module")
def names(wheel: Path) -> set[str]:
    with zipfile.ZipFile(wheel) as archive:
        return set(archive.namelist())


def below(folder: str) -> set[str]:
    """Return the files of a folder of the project, without what Python makes."""
    return {path.relative_to(ROOT).as_posix() for path in (ROOT / folder).rglob("*") if path.is_file() and "__pycache__" not in path.parts}


def test_every_file_of_the_package_is_in_the_wheel(names: set[str]) -> None:
    assert {"etl/cli.py", "etl/load/schema.sql", "etl/load/indexes.sql"} <= names
    assert below("etl") - names == set()


def test_vocabulary_documents_and_metadata_are_in_the_wheel(names: set[str]) -> None:
    expected = {name.replace("seeds/", "etl/resources/", 1) for name in below("seeds/vocabulary") | below("seeds/documents")}
    assert len(expected) > 20
    assert expected - names == set()
    assert "etl/resources/metadata.yml" in names


def test_what_is_in_the_wheel_is_what_is_in_the_project(wheel: Path) -> None:
    with zipfile.ZipFile(wheel) as archive:
        assert archive.read("etl/resources/metadata.yml") == (ROOT / "metadata.yml").read_bytes()
        assert archive.read(f"etl/resources/documents/{SEED.name}") == SEED.read_bytes()
        assert archive.read("etl/load/schema.sql") == (ROOT / "etl" / "load" / "schema.sql").read_bytes()


def test_nothing_else_is_in_the_wheel(names: set[str]) -> None:
    assert {name.split("/")[0] for name in names if ".dist-info/" not in name} == {"etl"}
    assert [name for name in names if name.endswith((".pyc", ".db", ".tmp"))] == []


def test_the_commands_and_the_plugin_are_declared(wheel: Path) -> None:
    with zipfile.ZipFile(wheel) as archive:
        (name,) = [name for name in archive.namelist() if name.endswith(".dist-info/entry_points.txt")]
        points = configparser.ConfigParser()
        points.read_string(archive.read(name).decode())
        assert any(name.endswith("/licenses/LICENSE") for name in archive.namelist())
    assert dict(points["console_scripts"]) == {"readouts": "etl.cli:main"}
    assert dict(points["datasette"]) == {
        "readouts": "etl.publish",
        "readouts_cells": "etl.publish.cells",
        "readouts_downloads": "etl.publish.downloads",
        "readouts_facets": "etl.publish.facets",
        "readouts_headers": "etl.publish.headers",
        "readouts_own_sql": "etl.publish.own_sql",
        "readouts_search": "etl.publish.search",
    }


def test_an_installed_wheel_builds_its_own_documents_in_an_empty_folder(wheel: Path, tmp_path: Path) -> None:
    place, folder = tmp_path / "installed", tmp_path / "empty"
    folder.mkdir()
    subprocess.run([*PIP, "install", "--no-deps", "--no-index", "--no-compile", "--target", place, wheel], check=True, timeout=120)
    code = "import etl.publish.server as s; print(s.__file__); print(s.resource('metadata.yml')); from etl.cli import main; main()"
    environment = {**os.environ, "PYTHONPATH": str(place), "PYTHONDONTWRITEBYTECODE": "1"}
    done = subprocess.run(
        [sys.executable, "-c", code, "build"], cwd=folder, env=environment, capture_output=True, text=True, timeout=120, check=False
    )
    assert (done.returncode, done.stderr) == (0, "")
    assert done.stdout.splitlines() == [
        str(place / "etl" / "publish" / "server.py"),
        str(place / "etl" / "resources" / "metadata.yml"),
        "readouts.db: 1 documents, 0 problems",
    ]
    assert os.listdir(folder) == ["readouts.db"]
    assert (place / "bin" / "readouts").is_file()
