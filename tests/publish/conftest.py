"""Three databases, each built once: the seed; a small story of two countries; all documents with two that are problems."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from etl.vocabulary import Vocabulary
from tests.conftest import HERE, SEEDS
from tests.publish.site import Site, open_site

STORY = Path(__file__).parent / "documents"


@pytest.fixture(scope="session")
def seed_site(tmp_path_factory: pytest.TempPathFactory, vocabulary: Vocabulary) -> Iterator[Site]:
    site = open_site(tmp_path_factory.mktemp("seed"), [SEEDS], vocabulary)
    yield site
    site.connection.close()


@pytest.fixture(scope="session")
def story_site(tmp_path_factory: pytest.TempPathFactory, vocabulary: Vocabulary) -> Iterator[Site]:
    site = open_site(tmp_path_factory.mktemp("story"), [STORY], vocabulary)
    yield site
    site.connection.close()


@pytest.fixture(scope="session")
def site(tmp_path_factory: pytest.TempPathFactory, vocabulary: Vocabulary) -> Iterator[Site]:
    folder = tmp_path_factory.mktemp("all")
    problems = folder / "problems"
    problems.mkdir()
    (problems / "empty.txt").touch()
    (problems / "german.txt").write_text("Die beiden Minister trafen sich am Montag in Wien und sprachen über den Handel.\n", encoding="utf-8")
    (problems / "german.yml").write_text("language: de\n", encoding="utf-8")
    (problems / "names.txt").write_text("VEREL: The Seed Bank Union, yes, the Seed Bank Union.\n\nSOHL: The Seed Bank Union.\n", encoding="utf-8")
    site = open_site(folder, [SEEDS, HERE / "documents", STORY, problems], vocabulary)
    yield site
    site.connection.close()
