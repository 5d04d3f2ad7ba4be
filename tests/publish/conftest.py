"""Three databases, each built once: the seed alone; a small story of two countries; all documents and a file that can't be read."""

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
    empty = folder / "empty.txt"
    empty.touch()
    site = open_site(folder, [SEEDS, HERE / "documents", STORY, empty], vocabulary)
    yield site
    site.connection.close()
