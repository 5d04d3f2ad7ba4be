"""The rows say what a person read in the seed document and in three invented documents of other kinds."""

from pathlib import Path

import pytest
import yaml

from etl.extract.files import read_document
from etl.pipeline import Annotator
from tests.conftest import HERE, SEED
from tests.readings import differences

DOCUMENTS = [SEED, *(HERE / "documents" / f"{name}.txt" for name in ("press-conference", "call-readout", "security-council"))]


@pytest.mark.parametrize("path", DOCUMENTS, ids=lambda path: path.stem)
def test_rows_are_what_a_person_reads(path: Path, annotator: Annotator) -> None:
    reading = yaml.safe_load((HERE / "expected" / f"{path.stem}.yml").read_text(encoding="utf-8"))
    document = read_document(path)
    assert list(differences(reading, annotator(document))) == []
