"""What the README and metadata.yml say exists does, and what exists is said."""

import re
import sqlite3
from pathlib import Path

import click
import pytest
import yaml

from etl.build import build
from etl.cli import main
from etl.vocabulary import Vocabulary
from tests.conftest import HERE, SEEDS

TOP = HERE.parent
README = (TOP / "README.md").read_text(encoding="utf-8")
QUERIES = yaml.safe_load((TOP / "metadata.yml").read_text(encoding="utf-8"))["databases"]["readouts"]["queries"]
SCHEMA = (TOP / "etl" / "load" / "schema.sql").read_text(encoding="utf-8")
SQL = [block for block in re.findall(r"(?:^    .*\n)+", README, re.M) if block.strip().startswith("select")]


@pytest.fixture(scope="module")
def database(tmp_path_factory: pytest.TempPathFactory, vocabulary: Vocabulary) -> Path:
    path = tmp_path_factory.mktemp("docs") / "readouts.db"
    build([SEEDS], path, vocabulary)
    return path


def test_every_table_is_in_the_readme() -> None:
    tables = set(re.findall(r"^CREATE TABLE (\w+)", SCHEMA, re.M))
    rows = {name for line in README.splitlines() if line.startswith("| `") for name in re.findall(r"`(\w+)`", line.split("|")[1])}
    assert tables <= rows


@pytest.mark.parametrize("name", sorted(main.commands))
def test_every_command_and_option_is_in_the_readme(name: str) -> None:
    line = next(line for line in README.splitlines() if line.startswith(f"| `readouts {name}"))
    command = main.commands[name]
    assert command.help
    for parameter in command.params:
        if isinstance(parameter, click.Option):
            assert parameter.help
            assert parameter.opts[0] in line


def test_the_readme_names_no_command_that_is_not_there() -> None:
    assert set(re.findall(r"`readouts (\w+)", README)) == set(main.commands)


@pytest.mark.parametrize("query", sorted(QUERIES))
def test_every_query_is_in_the_readme_with_its_title(query: str) -> None:
    assert f"| `{query}` | {QUERIES[query]['title']} |" in README


def test_make_targets_are_listed_by_make_help_and_the_readme_uses_those_that_exist() -> None:
    makefile = (TOP / "Makefile").read_text(encoding="utf-8")
    phony = next(line for line in makefile.splitlines() if line.startswith(".PHONY:")).split()[1:]
    helped = re.findall(r"^([a-z-]+):.*## ", makefile, re.M)
    assert set(phony) == set(helped)
    assert set(re.findall(r"make ([a-z]+)", README)) - {"sure"} <= set(phony)


def test_there_are_five_queries_to_run() -> None:
    assert len(SQL) == 5


@pytest.mark.parametrize("sql", SQL, ids=range(1, len(SQL) + 1))
def test_every_query_of_the_readme_gives_rows(sql: str, database: Path) -> None:
    connection = sqlite3.connect(database)
    try:
        assert connection.execute(sql).fetchall()
    finally:
        connection.close()


def test_links_of_the_readme_lead_somewhere() -> None:
    for target in re.findall(r"\]\(([^)#]+)\)", README):
        assert target.startswith("https://") or (TOP / target).exists(), target


def test_the_figure_the_readme_cites_is_there(database: Path) -> None:
    connection = sqlite3.connect(database)
    try:
        (cited,) = re.findall(r"figure\s+>?\s*(\S+-f\d+)", README)
        assert connection.execute("SELECT text FROM figures WHERE id = ?", (cited,)).fetchall() == [("40 percent",)]
    finally:
        connection.close()
