"""The command that serves: the same titles and queries whatever the database is called."""

import json
from pathlib import Path

import yaml
from datasette import __version__

from etl.publish.server import SETTINGS, command, metadata_for
from etl.resource_files import resource


def test_metadata_is_found_under_any_name(tmp_path: Path) -> None:
    original = yaml.safe_load(resource("metadata.yml").read_text(encoding="utf-8"))
    assert metadata_for(Path("elsewhere/readouts.db")) == resource("metadata.yml")
    other = metadata_for(tmp_path / "mine.db")
    data = json.loads(other.read_text(encoding="utf-8"))
    assert list(data["databases"]) == ["mine"]
    assert data["databases"]["mine"] == original["databases"]["readouts"]
    assert data["title"] == original["title"]
    assert metadata_for(tmp_path / "mine.db") == other


def test_command_names_database_address_and_settings(tmp_path: Path) -> None:
    words = command(tmp_path / "readouts.db", "127.0.0.1", 8100)
    assert words[1:6] == ["-m", "datasette", "serve", "--immutable", str(tmp_path / "readouts.db")]
    assert words[words.index("--host") + 1] == "127.0.0.1"
    assert words[words.index("--port") + 1] == "8100"
    assert words.count("--setting") == len(SETTINGS)


def test_metadata_and_configuration_are_one_file(tmp_path: Path) -> None:
    words = command(tmp_path / "readouts.db", "127.0.0.1", 8100)
    given = {name: words[words.index(name) + 1] for name in ("--metadata", "--config") if name in words}
    assert set(given.values()) == {str(resource("metadata.yml"))}
    assert ("--config" in given) == (not __version__.startswith("0."))  # a file of metadata is all that 0.65 takes
