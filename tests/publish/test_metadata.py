"""metadata.yml against the database: each table and column is described, and no description is of something else."""

import re
from typing import Any

import pytest

from etl.publish.facets import JUNCTIONS
from tests.publish.site import DATABASE, DESCRIBED, METADATA, QUERIES, SCHEMA, TABLES, Site, kind_and_name

KEYS = ("title", "description", "source", "source_url", "license", "license_url")
TEXTS = "texts belong to their publishers"
ANNOTATIONS = "CC BY 4.0"
# Keys that Datasette 0.65 and 1.0 both take for a table (1.0 has no `units`).
TABLE_KEYS = {*KEYS, "about", "about_url", "columns", "facets", "sort", "sort_desc", "size", "label_column", "sortable_columns", "hidden"}


def _columns(site: Site, table: str) -> list[str]:
    return [row["name"] for row in site.rows(f"PRAGMA table_info({table})")]


def _allowed() -> list[tuple[str, str, str]]:
    """Return table, column and value for every value that a CHECK lists."""
    found = []
    for table, body in re.findall(r"CREATE TABLE (\w+) \((.*?)\) STRICT;", SCHEMA, re.S):
        for column, values in re.findall(r"CHECK \((\w+) IN \(([^)]*)\)\)", body):
            found += [(table, column, value) for value in re.findall(r"'([^']*)'", values)]
    return found


ALLOWED = _allowed()


def test_every_table_is_described_and_no_other(site: Site) -> None:
    tables = site.rows("SELECT name FROM sqlite_master WHERE type IN ('table', 'view')")
    built = {row["name"] for row in tables if not re.search(r"_fts(_|$)|^sqlite_", row["name"])}
    assert set(DESCRIBED) == built


@pytest.mark.parametrize("table", TABLES)
def test_every_column_is_described_in_order_and_no_other(site: Site, table: str) -> None:
    assert list(DESCRIBED[table]["columns"]) == _columns(site, table)


@pytest.mark.parametrize("table", TABLES)
def test_descriptions_say_something(table: str) -> None:
    for column, text in DESCRIBED[table]["columns"].items():
        assert isinstance(text, str), f"{column}: quote a description that has a colon"
        assert len(text) > 8, column
        assert text != column.replace("_", " "), column


@pytest.mark.parametrize("where", [METADATA, DATABASE, *(DESCRIBED[table] for table in TABLES)], ids=["instance", "database", *TABLES])
def test_title_source_and_licence(where: dict[str, Any]) -> None:
    for key in KEYS:
        assert where.get(key), key
    for key in ("source_url", "license_url"):
        assert re.fullmatch(r"https?://\S+", where[key]), key


@pytest.mark.parametrize("where", [METADATA, DATABASE, DESCRIBED["turns"], DESCRIBED["figures"], DESCRIBED["document_texts"]])
def test_texts_belong_to_their_publishers_and_annotations_are_free(where: dict[str, Any]) -> None:
    assert TEXTS in where["license"].lower()
    assert ANNOTATIONS in where["license"]
    assert where["license_url"] == "https://creativecommons.org/licenses/by/4.0/"
    assert where["source"].startswith("President of Azerbaijan")
    assert where["source_url"] == "https://president.az/en/articles/view/59355"


@pytest.mark.parametrize("table", TABLES)
def test_keys_are_those_of_both_datasettes(table: str) -> None:
    assert set(DESCRIBED[table]) <= TABLE_KEYS


@pytest.mark.parametrize("table", TABLES)
def test_facets_orders_and_labels_are_columns(site: Site, table: str) -> None:
    columns, entry = set(_columns(site, table)), DESCRIBED[table]
    facets = [kind_and_name(facet) for facet in entry.get("facets", [])]
    assert [name for kind, name in facets if kind == "any" and name not in JUNCTIONS[table]] == []
    named = [name for kind, name in facets if kind != "any"] + entry.get("sortable_columns", [])
    named += [entry[key] for key in ("sort", "sort_desc", "label_column") if key in entry]
    assert [name for name in named if name not in columns] == []
    assert not ("sort" in entry and "sort_desc" in entry)
    if "sortable_columns" in entry:
        assert {entry[key] for key in ("sort", "sort_desc") if key in entry} <= set(entry["sortable_columns"])


@pytest.mark.parametrize(
    ("table", "facets"),
    [
        ("turns", ["kind", "speaker_id", "country_id", {"any": "topics"}, {"year": "date"}]),
        ("figures", ["kind", "unit", "measure_id", "status", "change", "speaker_id", {"any": "countries"}, {"year": "date"}]),
    ],
)
def test_facets_of_turns_and_figures(table: str, facets: list[Any]) -> None:
    assert DESCRIBED[table]["facets"] == facets


def test_rows_that_others_point_to_have_a_label(site: Site) -> None:
    pointed = {row["table"] for table in TABLES for row in site.rows(f"PRAGMA foreign_key_list({table})")}
    without = {table for table in pointed if "label_column" not in DESCRIBED[table]}
    assert without == {"claims"}  # a claim has no name; its id stands for it


def test_checks_are_found() -> None:
    assert ("turns", "kind", "narration") in ALLOWED
    assert ("figures", "modifier", "at least") in ALLOWED


@pytest.mark.parametrize(("table", "column", "value"), ALLOWED)
def test_allowed_values_are_explained(table: str, column: str, value: str) -> None:
    assert re.search(rf"(?<![\w-]){re.escape(value)}(?![\w-])", DESCRIBED[table]["columns"][column])


def test_only_the_wide_texts_are_hidden() -> None:
    assert [table for table in TABLES if DESCRIBED[table].get("hidden")] == ["document_texts"]


def test_there_are_enough_queries() -> None:
    assert len(QUERIES) >= 10


@pytest.mark.parametrize("name", QUERIES)
def test_queries_have_title_description_and_parameters(name: str) -> None:
    query = QUERIES[name]
    assert query["title"]
    assert "?" in query["description"], "say which question it answers"
    assert set(query) <= {"title", "hide_sql", "description", "params", "sql"}
    assert set(query["params"]) == set(re.findall(r"(?<!:):([a-z_]+)", query["sql"]))


@pytest.mark.parametrize(("name", "parameter"), [(name, parameter) for name, query in QUERIES.items() for parameter in query["params"]])
def test_every_parameter_is_explained(name: str, parameter: str) -> None:
    assert re.search(rf"\b{parameter}\b[^.;]*:", QUERIES[name]["description"])
    assert "mpty means any" in QUERIES[name]["description"]


@pytest.mark.parametrize("name", QUERIES)
def test_queries_name_the_documents_they_draw_on(site: Site, name: str) -> None:
    cursor = site.connection.execute(QUERIES[name]["sql"], dict.fromkeys(QUERIES[name]["params"], ""))
    columns = [column[0] for column in cursor.description]
    assert len(columns) == len(set(columns))
    assert any(column.endswith("document_id") for column in columns)
    if name not in ("who_met_whom", "documents_by_month"):  # a meeting or a month is no place in a text
        assert any(column.endswith("turn_id") for column in columns)
