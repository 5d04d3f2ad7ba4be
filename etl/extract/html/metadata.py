"""What a page says of its document: title, day of publication, address, publisher, language."""

import json
import re
from collections import deque
from collections.abc import Iterable, Iterator
from datetime import date
from email.utils import parsedate_to_datetime
from typing import Any
from urllib.parse import urljoin, urlsplit

from etl.extract.html.page import Page
from etl.extract.metadata import Metadata

_TITLES = ("og:title", "dcterms.title", "dc.title", "citation_title", "articletitle", "twitter:title", "title")
_PUBLISHED = (
    "article:published_time", "datepublished", "dcterms.issued", "dcterms.created", "dcterms.date", "dc.date.issued", "dc.date.created", "dc.date",
    "date", "govuk:first-published-at", "citation_publication_date", "parsely-pub-date", "sailthru.date", "pubdate", "publishdate", "pub_date",
    "publish-date", "og:published_time",
)  # fmt: skip
_PUBLISHERS = ("og:site_name", "dcterms.publisher", "dc.publisher", "citation_publisher", "contentsource", "publisher")
_LANGUAGES = ("dcterms.language", "dc.language", "og:locale", "content-language", "inlanguage")
_ARTICLES = re.compile(r"Article|Report|BlogPosting|Release|Posting|Speech|WebPage")
_SAVED_FROM = re.compile(r"\bsaved from url=\(\d+\)(\S+)|\burl:\s*(https?://\S+)")
_ISO = re.compile(r"\s*(\d{4})([-/.]?)(\d{1,2})\2(\d{1,2})(?!\d)")
_EUROPEAN = re.compile(r"\s*(\d{1,2})\.(\d{1,2})\.(\d{4})(?!\d)")
_LOCAL = re.compile(r"[T ]\d.*[+-](?!00:?00)\d\d:?\d\d\s*$")
_TIMED = re.compile(r"[T ]\d")
_SEPARATOR = re.compile(r"\s+[|»«•·:–—-]{1,2}\s+|\s*[_|]\s*")
_AFTER_TITLE = re.compile(r"\s*[|»«•·_–—-]")
_WORDS = 3  # a title that is printed has as many at least
_NO_TITLE = re.compile(r"microsoft word - .*|untitled.*|document ?\d*|index|home ?page|home|no title", re.IGNORECASE)
_UNSEEN = re.compile("[\u00ad\u200b\u2060\ufeff\ud800-\udfff]")
_BLANKS = re.compile(r"[\s\x00-\x1f\x7f-\x9f]+")
_CODES = {
    "eng": "en", "fra": "fr", "fre": "fr", "spa": "es", "deu": "de", "ger": "de", "rus": "ru", "ara": "ar", "zho": "zh", "por": "pt", "ukr": "uk",
}  # fmt: skip
_NOT_LATIN = frozenset((
    "am", "ar", "be", "bg", "bn", "el", "fa", "gu", "he", "hi", "hy", "ja", "ka", "km", "kn", "ko", "ky", "lo", "mk", "ml", "mr", "my", "ne", "pa",
    "ps", "ru", "ta", "te", "tg", "th", "uk", "ur", "yi", "zh"
))  # fmt: skip
"""Languages that are not written in Latin letters, and then those that are written in more than one alphabet."""
_EITHER = frozenset(("az", "bs", "kk", "ku", "mn", "mo", "sh", "sr", "tk", "tt", "ug", "uz"))
_PUBLICATION = re.compile(r"publi|date|posted|created")
_MAX_ITEMS = 10_000
_MAX_LENGTH = 1000
_SHORTEST = 4
_SAMPLE = 5000
_MOST = 0.7
"""Share of the letters of a text's beginning from which it is in an alphabet."""


class Head:
    """What a page says of itself beside its text."""

    def __init__(self, page: Page) -> None:
        self._page = page
        self._facts: dict[str, str] = {}
        for name, content in page.facts:
            if content.strip():
                self._facts.setdefault(name, content)
        self._articles = [item for item in _items(page.linked_data) if _ARTICLES.search(str(item.get("@type", "")))]

    def titles(self) -> list[str]:
        """Return how the head calls the document, the surest first; the last is its <title>, which may name the site too."""
        found = (_clean(text) for text in (*self._given(_TITLES[:1], "headline", _TITLES[1:]), self._page.title))
        return [title for title in found if title and not _NO_TITLE.fullmatch(title)]

    def metadata(self, printed: str, language: str, text: str) -> Metadata:
        """Return what the page says; `printed` is the title in its text, `language` what its text is said to be in."""
        publishers = map(_clean, self._given(_PUBLISHERS[:1], "publisher", _PUBLISHERS[1:]))
        publisher = next((name for name in publishers if name and not name.startswith(("http:", "https:", "@"))), None)
        return Metadata(
            title=self._title(_clean(printed) or "", publisher),
            published=self._published(),
            url=self._url(),
            publisher=publisher,
            language=self._language(language, text),
        )

    def _title(self, printed: str, publisher: str | None) -> str | None:
        """Return the surest title: where the head has no more than a <title>, which sites use for their own name, the one that is printed."""
        titles = self.titles()
        if len(titles) == 1 and len(printed.split()) >= _WORDS and titles[0] == _clean(self._page.title):
            return printed if titles[0].casefold() != printed.casefold() else titles[0]
        return _title(titles, printed, publisher)

    def _given(self, first: Iterable[str], linked: str, others: Iterable[str] = ()) -> list[str]:
        """Return what is given under some names of <meta>, under one of JSON-LD, and under other names of <meta>."""
        values = (item.get(linked) for item in self._articles)
        named = (value.get("name") if isinstance(value, dict) else value for value in values)
        meta = [self._facts[name] for name in first if name in self._facts]
        return [*meta, *(value for value in named if isinstance(value, str)), *(self._facts[name] for name in others if name in self._facts)]

    def _published(self) -> str | None:
        """Return the day of publication; where it is given in universal time, the day in the page's own time if that stands there too."""
        times = self._page.times
        marked = [day for kind, day in times if _PUBLICATION.search(kind)]
        given = [*self._given(_PUBLISHED[:1], "datePublished", _PUBLISHED[1:]), *marked, *(day for _, day in times[:1])]
        days = [(day, text) for text in given if (day := _day(text))]
        if not days:
            return None
        first, text = days[0]
        if _TIMED.search(text) and not _LOCAL.search(text):
            for day, other in days[1:]:
                if abs((day - first).days) <= 1 and (_LOCAL.search(other) or not _TIMED.search(other)):
                    return day.isoformat()
        return first.isoformat()

    def _url(self) -> str | None:
        """Return the page's address: one with a path, where the canonical one is the site's alone."""
        saved = [found[1] or found[2] for comment in self._page.comments if (found := _SAVED_FROM.search(comment))]
        canonical, og_url, base = (self._facts.get(name, "") for name in ("canonical", "og:url", "base"))
        site = next((url for text in (*saved, base, og_url) if (url := _address(text))), "")
        urls = [url for text in (canonical, og_url, *self._given((), "url"), *saved, base) if (url := _address(text, site))]
        return next((url for url in urls if len(urlsplit(url).path) > 1 or urlsplit(url).query), urls[0] if urls else None)

    def _language(self, language: str, text: str) -> str | None:
        """Return the language that the text's own element names, else the one that all others agree on, if the text is in its letters."""
        others = {code for value in self._given(_LANGUAGES, "inLanguage") if (code := _code(value))}
        code = _code(language)
        if code is None and len(others) == 1:
            code = others.pop()
        elif others and code not in others:
            return None
        letters = [c for c in text[:_SAMPLE] if c.isalpha()]
        latin = sum(c < "\u0250" or "\u1e00" <= c <= "\u1eff" for c in letters) / max(len(letters), 1)
        wrong = code not in _EITHER and (latin > _MOST if code in _NOT_LATIN else latin < 1 - _MOST)
        return None if wrong else code


def _items(texts: Iterable[str]) -> Iterator[dict[str, Any]]:
    """Give the objects of JSON-LD; what is no JSON is passed over."""
    waiting: deque[Any] = deque()
    for text in texts:
        try:
            waiting.append(json.loads(text, strict=False))
        except (ValueError, RecursionError):
            continue
    for _ in range(_MAX_ITEMS):
        if not waiting:
            return
        item = waiting.popleft()
        if isinstance(item, dict):
            yield item
            waiting += [item[key] for key in ("@graph", "mainEntity", "mainEntityOfPage") if key in item]
        elif isinstance(item, list):
            waiting += item


def _title(candidates: list[str], printed: str, publisher: str | None) -> str | None:
    """Return the surest title without the name of the site after it."""
    if not candidates:
        return printed or None
    title = candidates[0]
    if len(printed) >= _SHORTEST and title.startswith(printed) and _AFTER_TITLE.match(title, len(printed)):
        return printed
    for separator in _SEPARATOR.finditer(title):
        if publisher and title[separator.end() :].casefold() == publisher.casefold():
            return title[: separator.start()] or None
    return title


def _day(text: str) -> date | None:
    try:
        if found := _ISO.match(text):
            day = date(int(found[1]), int(found[3]), int(found[4]))
        elif found := _EUROPEAN.match(text):
            day = date(int(found[3]), int(found[2]), int(found[1]))
        else:
            day = parsedate_to_datetime(text[:60]).date()
    except (ValueError, TypeError, IndexError, OverflowError):
        return None
    return day if 1900 <= day.year <= 2100 else None


def _address(text: str, base: str = "") -> str | None:
    text = text.strip()
    try:
        url = urljoin(base, text) if text else ""
        parts = urlsplit(url)
        known = parts.scheme in ("http", "https") and parts.hostname is not None and parts.port != 0
    except ValueError:
        return None
    return url if known and len(url) <= _MAX_LENGTH and url.isprintable() and not re.search(r'[\s<>"]', url) else None


def _code(text: str) -> str | None:
    code = re.split(r"[-_,; ]", text.strip().lower())[0]
    code = _CODES.get(code, code)
    return code if re.fullmatch(r"[a-z]{2}", code) else None


def _clean(text: str) -> str | None:
    text = _BLANKS.sub(" ", _UNSEEN.sub("", text)).strip() if len(text) < 10 * _MAX_LENGTH else ""
    return text if 0 < len(text) <= _MAX_LENGTH else None
