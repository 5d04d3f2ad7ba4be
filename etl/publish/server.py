"""Start Datasette on a database with this project's metadata and settings that are safe for strangers."""

import os
import socket
import sys
from pathlib import Path

from etl.resource_files import resource

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
    "cache_size_kb": 65536,
}
"""Settings of Datasette 0.65 that differ from its own: no guessing of facets, whole tables as CSV."""


class CannotServe(OSError):
    """The server can't start: says why and what to do."""


def command(database: Path, host: str, port: int) -> list[str]:
    """Return the command that serves a database."""
    words = [sys.executable, "-m", "datasette", "serve", str(database), "--metadata", str(resource("metadata.yml"))]
    words += ["--host", host, "--port", str(port)]
    for name, value in SETTINGS.items():
        words += ["--setting", name, str(value)]
    return words


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
