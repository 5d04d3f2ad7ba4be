"""Whose side a publisher is on, by the address of its documents: government domains and those of countries."""

import re
from collections.abc import Collection

_HOST = re.compile(r"[a-z][a-z0-9+.-]*://(?:[^/?#@]*@)?([^/?#:\[\]]+)", re.IGNORECASE)
_AMERICAN = {"gov", "mil"}
"""Top-level domains that only the United States' authorities have (RFC 1591)."""
_OTHER_NAMES = {"uk": "GB"}
_SOLD_ABROAD = {"ac", "ai", "bz", "cc", "co", "fm", "gg", "im", "io", "la", "ly", "me", "ms", "nu", "sh", "st", "su", "to", "tv", "vc", "ws"}
"""Countries' domains under which others publish too."""


def country_of_address(url: str | None, countries: Collection[str]) -> str | None:
    """Return the country (ISO 3166) whose domain an address is under, one of `countries`; None where the domain tells none.

    Names of countries' domains are their ISO 3166 codes (IANA's root zone), but for the United Kingdom's.
    """
    address = _HOST.match(url or "")
    end = address[1].rstrip(".").rpartition(".")[2].lower() if address else ""
    if end in _AMERICAN:
        return "US"
    code = _OTHER_NAMES.get(end, end.upper())
    return code if end not in _SOLD_ABROAD and code in countries else None
