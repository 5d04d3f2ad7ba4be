"""How fast the site is on a large database, beside stock Datasette in the same run: `python -m tests.site_bench large.db`.

`tests/large.py` makes the database. Each kind of page is asked for under so many different addresses, one after the other, first a few to warm up;
p95 is the time that 95 of 100 stay under. Then 32 clients ask for different table pages at once; last come downloads, written to the disk.
"""

import argparse
import asyncio
import random
import shutil
import socket
import sqlite3
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path
from tempfile import TemporaryDirectory

import httpx

from etl.publish.server import command

FACETS = "_facet=kind&_facet=unit&_facet=status&_facet=measure_id"
TARGETS = {
    "front page": 300, "figures, four facets": 300, "figures, filtered, four facets": 300, "turns, filtered": 300, "search": 300,
    "row of a figure": 50, "reading page": 50, "query": 500,
}  # fmt: skip
STOCK_DATASETTE = "import sys; sys._called_from_test = True; from datasette.cli import cli; cli()"
"""Datasette without the plugins that are installed beside it, which 0.65 leaves out only where it is tested."""
STOCK = {"front page", "figures, four facets", "figures, filtered, four facets", "turns, filtered", "row of a figure"}
WORDS = ("saffron", "lighthouse", "archive", "glacier", "observatory", "sturgeon", "manuscript", "beekeeping")


def addresses(database: Path, number: int, chosen: random.Random) -> dict[str, list[str]]:
    """Return different addresses of every kind of page."""
    with closing(sqlite3.connect(database)) as connection:

        def column(sql: str) -> list[str]:
            return [str(row[0]) for row in connection.execute(sql)]

        figures = column(f"SELECT id FROM figures WHERE rowid % (SELECT max(rowid) / {number} FROM figures) = 1 LIMIT {number}")
        documents = column(f"SELECT id FROM documents WHERE rowid % (SELECT max(rowid) / {number} FROM documents) = 1 LIMIT {number}")
        measures = column("SELECT DISTINCT measure_id FROM claims WHERE measure_id IS NOT NULL")
        people = column("SELECT id FROM people")
    filters = []
    while len(filters) < number:
        one = chosen.choice(
            (
                f"measure_id={chosen.choice(measures)}&date__startswith={chosen.randint(2000, 2024)}",
                f"speaker_id={chosen.choice(people)}&status={chosen.choice(('actual', 'target', 'possible'))}",
                f"measure_id={chosen.choice(measures)}&speaker_id={chosen.choice(people)}",
                f"unit=USD&value__gt={chosen.randint(1, 900)}000000&date__gt={chosen.randint(2000, 2024)}-{chosen.randint(1, 12):02d}",
            )
        )
        if one not in filters:
            filters.append(one)
    return {
        "front page": ["/"] * (number // 4),
        "figures, four facets": [f"/readouts/figures?{FACETS}&_size={25 + index % 50}" for index in range(number // 4)],
        "figures, filtered, four facets": [f"/readouts/figures?{FACETS}&{one}" for one in filters],
        "turns, filtered": [f"/readouts/turns?speaker_id={person}&kind=speech" for person in people[:number]],
        "search": [f"/readouts/turns?_search={WORDS[index % len(WORDS)]}&_size={20 + index % 30}" for index in range(number // 4)],
        "row of a figure": [f"/readouts/figures/{key}" for key in figures],
        "reading page": [f"/readouts/documents/{key}" for key in documents],
        "query": [f"/readouts/measure_story?measure={m}&country_a=NO&country_b=CL" for m in measures],
    }


@contextmanager
def served(words: list[str], port: int) -> Iterator[str]:
    """Run a server until it answers, and give its address."""
    process = subprocess.Popen(words, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    try:
        address = f"http://127.0.0.1:{port}"
        for _ in range(600):
            try:
                httpx.get(f"{address}/-/versions.json", timeout=5)
                break
            except httpx.TransportError:
                time.sleep(0.1)
        yield address
    finally:
        process.terminate()
        process.wait()


def times(address: str, pages: list[str]) -> tuple[list[float], int]:
    """Return how many milliseconds each page took, in order of time, and how many failed."""
    taken, failed = [], 0
    with httpx.Client(base_url=address, timeout=60) as client:
        for page in pages[:3]:
            client.get(page)
        for page in pages:
            start = time.perf_counter()
            response = client.get(page)
            taken.append((time.perf_counter() - start) * 1000)
            failed += response.status_code != 200
    return sorted(taken), failed


async def together(address: str, pages: list[str], clients: int) -> float:
    """Return the pages a second that so many clients get at once."""
    left = iter(pages)
    async with httpx.AsyncClient(base_url=address, timeout=120, limits=httpx.Limits(max_connections=clients)) as client:

        async def ask() -> None:
            for page in left:
                await client.get(page)

        start = time.perf_counter()
        await asyncio.gather(*(ask() for _ in range(clients)))
    return len(pages) / (time.perf_counter() - start)


def downloaded(address: str, path: str, to: Path) -> float:
    """Return the bytes a second at which a file is written to the disk."""
    start = time.perf_counter()
    with httpx.stream("GET", address + path, timeout=600) as response, to.open("wb") as file:
        response.raise_for_status()
        for piece in response.iter_raw():
            file.write(piece)
    return to.stat().st_size / (time.perf_counter() - start)


def copied(path: Path, to: Path) -> float:
    """Return the bytes a second at which a file is read and written beside it, in pieces as a download's."""
    start = time.perf_counter()
    with path.open("rb") as source, to.open("wb") as file:
        shutil.copyfileobj(source, file, 1 << 16)
    return to.stat().st_size / (time.perf_counter() - start)


def _port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def main() -> None:
    """Measure and print a table."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("database", type=Path)
    parser.add_argument("--addresses", type=int, default=200, help="different addresses of a kind")
    parser.add_argument("--seed", type=int, default=20261124)
    arguments = parser.parse_args()
    pages = addresses(arguments.database, arguments.addresses, random.Random(arguments.seed))
    port, other = _port(), _port()
    stock = [
        sys.executable,
        "-c",
        STOCK_DATASETTE,
        "serve",
        "-i",
        str(arguments.database),
        "--port",
        str(other),
        "--setting",
        "suggest_facets",
        "off",
    ]
    with served(command(arguments.database, "127.0.0.1", port), port) as ours, served(stock, other) as theirs:
        name = arguments.database.stem
        for kind, paths in pages.items():
            taken, failed = times(ours, [path.replace("/readouts/", f"/{name}/") for path in paths])
            line = f"{kind:32s} p50 {_at(taken, 50):7.0f} ms   p95 {_at(taken, 95):7.0f} ms (aim {TARGETS[kind]})"
            if kind in STOCK:
                theirs_taken, _ = times(theirs, [path.replace("/readouts/", f"/{name}/") for path in paths[: len(paths) // 4]])
                line += f"   stock p95 {_at(theirs_taken, 95):7.0f} ms"
            print(line + (f"   {failed} FAILED" if failed else ""), flush=True)
        table = [f"/{name}/figures?_nofacet=1&_size=25&document_id={path.rpartition('/')[2]}" for path in pages["reading page"] * 2]
        speeds = [asyncio.run(together(address, table, 32)) for address in (ours, theirs)]
        print(f"{'25 rows, 32 clients':32s} {speeds[0]:.0f} pages/s (aim 50)   stock {speeds[1]:.0f} pages/s")
        with TemporaryDirectory(dir=arguments.database.parent) as folder:
            to = Path(folder) / "file"
            disk = copied(arguments.database, to)
            got, stock_got = (downloaded(address, f"/{name}.db", to) for address in (ours, theirs))
            print(f"{'database as a file':32s} {got / 1e6:.0f} MB/s   stock {stock_got / 1e6:.0f} MB/s   copied {disk / 1e6:.0f} MB/s")
            rows = downloaded(ours, f"/{name}/figures.csv?_stream=on", to)
            print(f"{'all figures as CSV':32s} {rows / 1e6:.0f} MB/s")


def _at(taken: list[float], share: int) -> float:
    return taken[min(len(taken) - 1, len(taken) * share // 100)]


if __name__ == "__main__":
    main()
