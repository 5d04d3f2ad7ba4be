"""The import rules of the layout, read from the code: who may know whom, and who may touch the world outside."""

import ast
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.conftest import HERE

ROOT = HERE.parent
MODULES = sorted(path for path in (ROOT / "etl").rglob("*.py"))
ASIDE = ("extract", "transform", "load", "publish")
"""They share `etl.records` alone (and where the project's own files lie); none imports another."""
PURE = [path for path in MODULES if path.relative_to(ROOT).parts[1] in ("transform", "language")]
OUTSIDE = {
    "asyncio", "datetime.datetime", "fileinput", "glob", "http", "httpx", "io", "logging", "multiprocessing", "os", "pathlib", "random", "requests",
    "secrets", "shutil", "socket", "sqlite3", "ssl", "subprocess", "sys", "tempfile", "threading", "time", "urllib", "uuid",
}  # fmt: skip
CALLS = {"open", "input", "print", "exec", "eval", "__import__"}
METHODS = {"now", "today", "utcnow", "open", "read_text", "read_bytes", "write_text", "write_bytes", "urlopen"}


def name(path: Path) -> str:
    """Return a module's dotted name."""
    parts = path.relative_to(ROOT).with_suffix("").parts
    return ".".join(parts[:-1] if parts[-1] == "__init__" else parts)


def imports(path: Path) -> Iterator[str]:
    """Give the dotted names that a module imports, also inside functions."""
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            assert node.level == 0, f"{path}: a relative import"
            yield node.module or ""
            yield from (f"{node.module}.{alias.name}" for alias in node.names)


def within(module: str, *packages: str) -> bool:
    return any(module == package or module.startswith(f"{package}.") for package in packages)


def own(path: Path) -> list[str]:
    return [module for module in imports(path) if within(module, "etl") and module != "etl"]


@pytest.mark.parametrize("package", ASIDE)
def test_packages_aside_of_each_other_import_none_of_the_others(package: str) -> None:
    others = [f"etl.{other}" for other in ASIDE if other != package]
    wrong = [(name(p), m) for p in MODULES if within(name(p), f"etl.{package}") for m in own(p) if within(m, *others)]
    assert wrong == []


@pytest.mark.parametrize("package", ["extract", "load", "publish"])
def test_extract_load_and_publish_know_the_records_alone(package: str) -> None:
    known = (f"etl.{package}", "etl.records", "etl.resource_files", "etl.__version__", "etl.vocabulary.Vocabulary", "etl.vocabulary.types")
    wrong = []
    for path in MODULES:
        if within(name(path), f"etl.{package}"):
            modules = own(path)
            if package == "load":  # the tables of the vocabulary are rows too: its type, not its files
                modules = [m for m in modules if m != "etl.vocabulary"]
            wrong += [(name(path), module) for module in modules if not within(module, *known)]
    assert wrong == []


def test_transform_knows_language_vocabulary_and_records() -> None:
    known = ("etl.transform", "etl.language", "etl.vocabulary", "etl.records")
    assert [(name(p), m) for p in MODULES if within(name(p), "etl.transform") for m in own(p) if not within(m, *known)] == []


def test_language_knows_no_layer() -> None:
    known = ("etl.language", "etl.vocabulary", "etl.records")
    assert [(name(p), m) for p in MODULES if within(name(p), "etl.language") for m in own(p) if not within(m, *known)] == []


def layer(module: str) -> str | None:
    """Return the layer a module of `etl.transform` belongs to; a package is one layer."""
    parts = module.split(".")
    return parts[2] if parts[:2] == ["etl", "transform"] and len(parts) > 2 else None


def test_a_layer_imports_no_sibling() -> None:
    wrong = [(name(p), m) for p in MODULES if layer(name(p)) for m in own(p) if layer(m) not in (None, layer(name(p)))]
    assert wrong == []


def test_records_import_nothing_of_the_project() -> None:
    assert own(ROOT / "etl" / "records.py") == []


@pytest.mark.parametrize("path", PURE, ids=name)
def test_transform_and_language_touch_no_file_clock_or_network(path: Path) -> None:
    assert [module for module in imports(path) if within(module, *OUTSIDE)] == []
    calls = [node.func for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))) if isinstance(node, ast.Call)]
    assert [f.id for f in calls if isinstance(f, ast.Name) and f.id in CALLS] == []
    assert [f.attr for f in calls if isinstance(f, ast.Attribute) and f.attr in METHODS] == []


@pytest.mark.parametrize("path", MODULES, ids=name)
def test_modules_stay_short(path: Path) -> None:
    assert len(path.read_text(encoding="utf-8").splitlines()) <= 400


def test_no_module_is_called_utils() -> None:
    assert [name(path) for path in MODULES if path.stem in ("util", "utils", "common", "misc")] == []
