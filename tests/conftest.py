"""What the tests share: one annotator, compiled once, and the documents read by a person."""

from pathlib import Path

import pytest

from etl.extract.files import read_document
from etl.pipeline import Annotator
from etl.records import Annotation, Document
from etl.vocabulary import Vocabulary, load_vocabulary

HERE = Path(__file__).parent
SEEDS = HERE.parent / "seeds" / "documents"
SEED = SEEDS / "2023-04-10-astana-azerbaijan-kazakhstan.txt"


@pytest.fixture(scope="session")
def vocabulary() -> Vocabulary:
    return load_vocabulary(HERE.parent / "seeds" / "vocabulary")


@pytest.fixture(scope="session")
def annotator(vocabulary: Vocabulary) -> Annotator:
    return Annotator(vocabulary)


@pytest.fixture(scope="session")
def seed_document() -> Document:
    return read_document(SEED)


@pytest.fixture(scope="session")
def seed(annotator: Annotator, seed_document: Document) -> Annotation:
    return annotator(seed_document)
