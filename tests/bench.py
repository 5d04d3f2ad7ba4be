"""How fast the layers are: `make bench CORPUS=folder`.

Every layer is timed on the same documents in one process, in one run; beside the speed stands the ratio to splitting the
same text into words, which tells more than megabytes on an unknown machine. The first pass warms up and is not counted.
"""

import argparse
import re
import time
from collections import Counter
from collections.abc import Callable
from pathlib import Path
from typing import Any

from etl.extract.files import find_files, read_file
from etl.pipeline import ready_annotator
from etl.records import Document
from etl.vocabulary import load_vocabulary

LAYERS = ("turns", "_dates", "_entities", "_speakers", "_meetings", "_statements", "_figures", "_topics", "_candidates")
TARGETS = {"turns": 10.0, "_figures": 6.0}
TOGETHER = (("_dates", "_entities", "_topics"), 6.0)
WORD = re.compile(r"\w+")


class Timed:
    """A layer that counts the seconds it takes."""

    def __init__(self, layer: Callable[..., Any], name: str, seconds: Counter[str]) -> None:
        self._layer = layer
        self._name = name
        self._seconds = seconds

    def __call__(self, *arguments: Any, **named: Any) -> Any:
        """Call the layer."""
        start = time.perf_counter()
        try:
            return self._layer(*arguments, **named)
        finally:
            self._seconds[self._name] += time.perf_counter() - start

    def __getattr__(self, name: str) -> Any:
        return getattr(self._layer, name)


def main() -> None:
    """Time the layers and print a table."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("corpus", type=Path)
    parser.add_argument("--documents", type=int, default=400, help="how many documents to time")
    arguments = parser.parse_args()
    documents = _documents(arguments.corpus, arguments.documents)
    size = sum(len(document.text.encode()) for document in documents) / 1e6
    annotator = ready_annotator(load_vocabulary())
    for document in documents[:40]:
        annotator(document)
    seconds: Counter[str] = Counter()
    for name in LAYERS:
        setattr(annotator, name, Timed(getattr(annotator, name), name, seconds))
    start = time.perf_counter()
    for document in documents:
        annotator(document)
    whole = time.perf_counter() - start
    start = time.perf_counter()
    for document in documents:
        WORD.findall(document.text)
    words = time.perf_counter() - start
    print(f"{len(documents)} documents, {size:.1f} MB; splitting into words {size / words:.0f} MB/s")
    for name in LAYERS:
        print(_line(name.strip("_"), size, seconds[name], words, TARGETS.get(name)))
    names, target = TOGETHER
    print(_line(", ".join(name.strip("_") for name in names), size, sum(seconds[name] for name in names), words, target))
    print(_line("the whole pipeline", size, whole, words, None))


def _line(name: str, size: float, seconds: float, words: float, target: float | None) -> str:
    aim = f"  (aim {target:.0f})" if target else ""
    return f"{name:28s} {size / seconds:6.1f} MB/s  {seconds / words:6.1f} times splitting into words{aim}"


def _documents(corpus: Path, most: int) -> list[Document]:
    found = [document for path in find_files([corpus]) for document in read_file(path)]
    return found[:: max(1, len(found) // most)][:most]


if __name__ == "__main__":
    main()
