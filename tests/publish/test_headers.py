"""What every answer says to a browser, and that no page breaks it: no script, style or handler inside a page, nothing from elsewhere."""

import pytest
from bs4 import BeautifulSoup
from datasette.app import Datasette

from etl.build import build
from etl.publish.headers import written_out
from etl.vocabulary import Vocabulary
from tests.conftest import SEED
from tests.publish.site import QUERIES, TABLES, Site

DOCUMENT = SEED.stem
PAGES = [
    "/", "/readouts", "/readouts?sql=select+1", "/readouts?sql=select+x", "/-/search", "/-/search?q=trade", "/no-such-page", "/readouts/turns/none",
    f"/readouts/documents/{DOCUMENT}", f"/readouts/figures/{DOCUMENT}-f4981", "/readouts/figures?_search=trade&kind=money",
    *(f"/readouts/{table}" for table in TABLES), *(f"/readouts/{query}" for query in QUERIES),
]  # fmt: skip
OTHERS = ["/readouts.json", "/readouts/figures.json", "/readouts/figures.csv?_stream=on", "/-/static-plugins/readouts/readouts.css", "/readouts.db"]


@pytest.mark.parametrize("path", PAGES + OTHERS)
async def test_headers(seed_site: Site, path: str) -> None:
    headers = (await seed_site.datasette.client.get(path, follow_redirects=True)).headers
    policy = headers["content-security-policy"]
    assert "default-src 'none'" in policy
    assert "unsafe" not in policy
    assert "frame-ancestors 'none'" in policy
    assert headers["x-content-type-options"] == "nosniff"
    assert headers["x-frame-options"] == "DENY"
    assert headers["referrer-policy"] == "no-referrer"


@pytest.mark.parametrize("path", PAGES)
async def test_pages_hold_no_script_style_or_handler_and_load_nothing_from_elsewhere(seed_site: Site, path: str) -> None:
    response = await seed_site.datasette.client.get(path, follow_redirects=True)
    soup = BeautifulSoup(response.text, "html.parser")
    assert not soup.select("style, [style], script:not([src]), iframe, object, embed, base")
    assert not [tag for tag in soup.find_all() if any(name.startswith("on") for name in tag.attrs)]
    assert [tag for tag in soup.select("script[src], link[rel=stylesheet], img") if not str(tag.get("src") or tag.get("href")).startswith("/")] == []
    assert len(soup.find_all("h1")) == 1
    assert soup.select_one("html[lang] main#main")
    labelled = {str(label["for"]) for label in soup.select("label[for]")}
    for field in soup.select("input:not([type=hidden]), select, textarea"):
        assert field.get("id") in labelled or field.get("aria-label") or field.find_parent("label"), str(field)
    ids = [tag["id"] for tag in soup.select("[id]")]
    assert len(ids) == len(set(ids))


ERRORS = ["/no-such-page", "/readouts/turns/none", "/readouts?sql=select+x", "/readouts.json?sql=select+x", "/readouts/turns?_sort=none"]


@pytest.mark.parametrize("path", ERRORS)
async def test_errors_tell_no_inner_workings(seed_site: Site, path: str) -> None:
    response = await seed_site.datasette.client.get(path, follow_redirects=True)
    if path == "/readouts?sql=select+x":  # the page on which to mend the SQL, which Datasette 1.0 sends as 200
        message = BeautifulSoup(response.text, "html.parser").select_one("p.message")
        assert message is not None
        assert message.get_text() == "no such column: x"
    else:
        assert response.status_code >= 400
    assert "Traceback" not in response.text
    assert ".py" not in response.text


def test_marks_that_turn_the_direction_are_written_out() -> None:
    assert written_out("abc\u202egnp.exe \u2066 תל אביב …".encode()) == "abc⟨U+202E⟩gnp.exe ⟨U+2066⟩ תל אביב …".encode()


@pytest.fixture(scope="module")
def bad(tmp_path_factory: pytest.TempPathFactory, vocabulary: Vocabulary) -> Datasette:
    folder = tmp_path_factory.mktemp("bad")
    (folder / "bad.txt").write_text(
        "PRESIDENT VEREL:  <script>alert(1)</script> Trade rose by 5 percent <b>last</b> year, \u202eexe.gnp\n\n"
        'PRESIDENT SOHL:  "><img src=x onerror=alert(1)> {{ 7 * 7 }} javascript:alert(1) of 3 billion dollars.\n',
        encoding="utf-8",
    )
    (folder / "bad.yml").write_text("title: <img src=x onerror=alert(1)>\ndate: 2024-03-05\nurl: javascript:alert(1)\n", encoding="utf-8")
    build([folder], folder / "readouts.db", vocabulary)
    return Datasette([str(folder / "readouts.db")])


HOSTILE = [
    "/", "/readouts/documents/bad", "/readouts/documents", "/readouts/turns", "/readouts/figures", "/readouts/parts", "/readouts/document_texts",
    "/-/search?q=trade", "/-/search?q=%3Cscript%3Ealert(1)%3C/script%3E", "/readouts/turns?_search=%3Cscript%3E", "/readouts/documents?title=<b>",
    "/readouts?sql=select+text+from+turns",
]  # fmt: skip


@pytest.mark.parametrize("path", HOSTILE)
async def test_no_text_becomes_markup(bad: Datasette, path: str) -> None:
    response = await bad.client.get(path, follow_redirects=True)
    assert response.status_code == 200
    assert "\u202e" not in response.text
    soup = BeautifulSoup(response.text, "html.parser")
    assert not soup.select("script:not([src]), img, [onerror], .words b, td b, .part b")
    assert not [tag for tag in soup.select("[href]") if str(tag["href"]).startswith("javascript:")]
    assert "49" not in [part.get_text() for part in soup.select(".part")]


async def test_every_row_of_a_bad_document(bad: Datasette) -> None:
    for table in ("turns", "figures", "parts", "statements", "dates"):
        for row in (await bad.client.get(f"/readouts/{table}.json?_shape=array")).json():
            key = row.get("id") or f"{row['document_id']},{row['number']}"
            response = await bad.client.get(f"/readouts/{table}/{key}")
            assert response.status_code == 200
            soup = BeautifulSoup(response.text, "html.parser")
            assert not soup.select("script:not([src]), img, [onerror], blockquote b, dd b")
