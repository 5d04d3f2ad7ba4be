"""People's own SQL by turns: pages are served while heavy queries run, and who waits too long is told so."""

import asyncio

import pytest

from etl.publish import own_sql
from etl.publish.server import SETTINGS
from tests.publish.site import Site

HEAVY = "/readouts.json?sql=with+recursive+c(x)+as+(select+1+union+all+select+x%2B1+from+c)+select+count(*)+from+c"


async def test_pages_are_served_while_as_many_queries_run_as_there_are_threads(seed_site: Site) -> None:
    threads = int(str(SETTINGS["num_sql_threads"]))
    heavy = [asyncio.create_task(seed_site.datasette.client.get(HEAVY, follow_redirects=True)) for _ in range(threads)]
    await asyncio.sleep(0.1)
    page = await seed_site.datasette.client.get("/readouts/topics.json?_size=1")
    assert page.status_code == 200
    assert not any(task.done() for task in heavy)
    assert {(await task).status_code for task in heavy} == {400}


async def test_who_waits_too_long_is_told_to_come_back(seed_site: Site, monkeypatch: pytest.MonkeyPatch) -> None:
    heavy = [asyncio.create_task(seed_site.datasette.client.get(HEAVY, follow_redirects=True)) for _ in range(own_sql.AT_ONCE)]
    await asyncio.sleep(0.5)  # until they have been sent on and hold their turns; they run for two seconds
    monkeypatch.setattr(own_sql, "PATIENCE", 0.05)
    busy = await seed_site.datasette.client.get("/readouts.json?sql=select+1")
    assert (busy.status_code, busy.headers["retry-after"]) == (503, "60")
    assert "default-src 'none'" in busy.headers["content-security-policy"]
    await asyncio.gather(*heavy)
    assert (await seed_site.datasette.client.get("/readouts.json?sql=select+1&_shape=array", follow_redirects=True)).json() == [{"1": 1}]


async def test_csv_of_own_sql_takes_one_turn(seed_site: Site, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(own_sql, "PATIENCE", 2)
    answers = await asyncio.gather(*(seed_site.datasette.client.get("/readouts.csv?sql=select+1") for _ in range(2 * own_sql.AT_ONCE)))
    assert {(answer.status_code, answer.text) for answer in answers} == {(200, "1\r\n1\r\n")}


def test_fewer_queries_run_at_once_than_there_are_threads() -> None:
    assert int(str(SETTINGS["num_sql_threads"])) > own_sql.AT_ONCE
