"""Which language a text is in: py3langid (BSD licence; its model comes with the package), on the text's first characters."""

from functools import lru_cache
from typing import Any

_SAMPLE = 4000


@lru_cache(maxsize=1)
def _identifier() -> Any:
    from py3langid.langid import MODEL_FILE, LanguageIdentifier  # loading takes a moment and is not needed where the language is given

    return LanguageIdentifier.from_pickled_model(MODEL_FILE, norm_probs=True)


def detect_language(text: str) -> str | None:
    """Return the ISO 639-1 code of a text's language; None for a text too short to tell."""
    sample = text[:_SAMPLE]
    if sum(c.isalpha() for c in sample) < 20:
        return None
    language, _ = _identifier().classify(sample)
    return str(language)
