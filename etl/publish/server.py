"""Start Datasette on a database with this project's metadata and settings that are safe for strangers."""

import hashlib
import json
import os
import socket
import sys
import tempfile
from pathlib import Path

import yaml

from etl.publish.versions import options
from etl.resource_files import resource

DATABASE = "readouts"
"""The name under which metadata.yml has titles, descriptions and queries."""
SETTINGS = {
    "default_page_size": 50,
    "default_facet_size": 12,
    "max_returned_rows": 1000,
    "facet_time_limit_ms": 1000,
    "sql_time_limit_ms": 2000,
    "suggest_facets": "off",
    "allow_download": "on",
    "max_csv_mb": 0,
    "truncate_cells_html": 300,
    "num_sql_threads": 4,
    "cache_size_kb": 32768,
}
"""Settings of Datasette that differ from its own: no guessing of facets, whole tables as CSV, and as much cache for each
thread as keeps the server below 500 MB."""


class CannotServe(OSError):
    """The server can't start: says why and what to do."""


def command(database: Path, host: str, port: int) -> list[str]:
    """Return the command that serves a database."""
    words = [sys.executable, "-m", "datasette", "serve", "--immutable", str(database), *options(metadata_for(database))]
    words += ["--host", host, "--port", str(port)]
    for name, value in SETTINGS.items():
        words += ["--setting", name, str(value)]
    return words


def metadata_for(database: Path) -> Path:
    """Return the metadata for a database of any name: Datasette finds it by the file's stem.

    For another stem than `readouts` the same metadata is written under that name, to a file in the system's temporary
    folder that is called after its content.
    """
    metadata = resource("metadata.yml")
    if database.stem == DATABASE:
        return metadata
    data = yaml.safe_load(metadata.read_text(encoding="utf-8"))
    data["databases"] = {database.stem: data["databases"][DATABASE]}
    content = json.dumps(data, ensure_ascii=False, sort_keys=False)
    named = Path(tempfile.gettempdir()) / f"readouts-metadata-{hashlib.sha256(content.encode()).hexdigest()[:16]}.json"
    if not named.is_file() or named.read_text(encoding="utf-8") != content:
        named.write_text(content, encoding="utf-8")
    return named


def run(database: Path, host: str, port: int) -> None:
    """Replace this process by Datasette. Raises CannotServe where there is no database or the port is taken."""
    if not database.is_file():
        raise CannotServe(f"{database}: no such database; make it with `readouts build`")
    with database.open("rb") as file:
        if file.read(16) != b"SQLite format 3\0":
            raise CannotServe(f"{database}: is no SQLite database")
    try:
        family, kind, protocol, _, address = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)[0]
        with socket.socket(family, kind, protocol) as probe:
            probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            probe.bind(address)
    except OSError as error:
        reason = "is in use" if error.errno in (98, 48, 10048) else f"can't be listened on: {error.strerror}"
        raise CannotServe(f"port {port} of {host} {reason}; choose another with --port (make serve PORT=…)") from None
    os.execv(sys.executable, command(database, host, port))
