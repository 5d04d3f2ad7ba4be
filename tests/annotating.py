"""Annotate a text in one line, as most tests do."""

from dataclasses import replace
from typing import Any

from etl.pipeline import Annotator
from etl.records import Annotation, Document, Figure

TODAY = "2023-04-10"  # a Monday


def annotate(annotator: Annotator, text: str, **known: Any) -> Annotation:
    """Annotate an English text of 10 April 2023, unless `known` says otherwise."""
    return annotator(replace(Document("doc", "doc", text, date=TODAY, language="en"), **known))


def sentence(text: str) -> str:
    """Return the text with a full stop, so that it is read as a paragraph of narration and not as a heading."""
    return text if text.endswith((".", "!", "?")) else f"{text}."


def figures(annotator: Annotator, text: str, **known: Any) -> list[Figure]:
    """Return the figures of a paragraph of narration."""
    return list(annotate(annotator, sentence(text), **known).figures)
