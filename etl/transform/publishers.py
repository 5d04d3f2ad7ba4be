"""Whose side a publisher is on, by the address of its documents: government domains and those of countries."""

import re

from etl.vocabulary import Vocabulary

_HOST = re.compile(r"[a-z][a-z0-9+.-]*://(?:[^/?#@]*@)?([^/?#:\[\]]+)", re.IGNORECASE)


class PublisherCountries:
    """Reads addresses by the domains of `publishers.yml`; compiled once from the vocabulary."""

    def __init__(self, vocabulary: Vocabulary) -> None:
        words = vocabulary.words["publishers"]
        sold = frozenset(words["sold_abroad"])
        own = {country.id.lower(): country.id for country in vocabulary.countries if country.id.lower() not in sold}
        self._countries = own | {str(end): str(country) for end, country in words["domains"].items()}

    def __call__(self, url: str | None) -> str | None:
        """Return the country (ISO 3166) whose domain an address is under; None where the domain tells none."""
        host = _HOST.match(url or "")
        return self._countries.get(host[1].rstrip(".").rpartition(".")[2].lower()) if host else None
