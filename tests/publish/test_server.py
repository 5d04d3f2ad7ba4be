"""The command that serves: the same titles and queries whatever the database is called."""

import json
from pathlib import Path

import yaml

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
