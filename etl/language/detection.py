"""Which language a text is in: py3langid (BSD licence; its model comes with the package), on the text's first characters."""

from functools import lru_cache
from typing import Any

_SAMPLE = 4000
_SURE = 0.9
_LETTERS = 20
_LATIN_END = "\u024f"  # the last letter of Latin Extended-B


@lru_cache(maxsize=1)
def _identifier() -> Any:
    from py3langid.langid import MODEL_FILE, LanguageIdentifier  # loading takes a moment and is not needed where the language is given

    return LanguageIdentifier.from_model_file(MODEL_FILE, norm_probs=True)


def detect_language(text: str) -> str | None:
    """Return the ISO 639-1 code of a text's language; None for a text too short, or too mixed, to tell."""
    sample = text[:_SAMPLE]
    letters = [character for character in sample if character.isalpha()]
    if len(letters) < _LETTERS:
        return None
    language, probability = _identifier().classify(sample)
    foreign_script = sum(letter > _LATIN_END for letter in letters) > len(letters) / 2
    return str(language) if probability >= _SURE or foreign_script else None
