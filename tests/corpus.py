"""What the layers make of a folder of real texts: `make report CORPUS=folder`.

For each folder of files it prints how many speech turns there are, how many have nobody found for their label, the characters by kind of part,
and the speed of cutting into parts and turns. With `--parts N` it draws N parts that are neither speech nor narration (nor titles, datelines, labels)
by a seed, with the text before and after, to be judged by a person. With `--figures N`, `--topics N` and `--entities N` it draws rows with what
they rest on, with `--passages N` paragraphs with a number and with `--turns N` turns to be read before any output is looked at; all from
remarks and readouts.
"""

import argparse
import time
from collections import Counter, defaultdict
from pathlib import Path

from etl.extract.files import find_files, read_file
from etl.pipeline import Annotator
from etl.records import Annotation, Document
from etl.vocabulary import load_vocabulary
from tests.samples import AROUND, SAMPLES, drawn, judged_before, passages

FRAME = ("speech", "narration", "title", "dateline", "label")


def main() -> None:
    """Annotate a folder and print the report."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("corpus", type=Path)
    parser.add_argument("--parts", type=int, default=0, help="how many parts to draw for judging")
    for name in (*SAMPLES, "passages"):
        parser.add_argument(f"--{name}", type=int, default=0, help=f"how many {name} to draw")
    parser.add_argument("--seed", type=int, default=20261123)
    parser.add_argument("--fresh", action="store_true", help="pass over rows that docs/judged-*.csv has by other seeds")
    arguments = parser.parse_args()
    annotator = Annotator(load_vocabulary())
    documents: dict[str, list[Document]] = defaultdict(list)
    for path in find_files([arguments.corpus]):
        documents[path.parent.name] += [document for document in read_file(path) if isinstance(document, Document)]
    talks = [document for folder, items in documents.items() if folder != "briefings" for document in items]
    if arguments.passages:
        print("\n".join(drawn(passages(talks), arguments.passages, arguments.seed)))
        return
    if wanted := [name for name in SAMPLES if getattr(arguments, name)]:
        annotations = [annotator(document) for document in talks]
        for name in wanted:
            lines = [line for annotation in annotations for line in SAMPLES[name](annotation)]
            judged = judged_before(name, arguments.seed) if arguments.fresh else ()
            print("\n".join(drawn(lines, getattr(arguments, name), arguments.seed, judged)))
        return
    drawable: list[str] = []
    for folder, items in documents.items():
        annotations = [annotator(document) for document in items]
        print(f"{folder}: {len(items)} documents, {turns(annotations)}")
        print(f"  {kinds(annotations)}")
        print(f"  cut into parts and turns at {speed(annotator, items):.1f} MB/s")
        drawable += [line for annotation in annotations for line in parts(annotation)]
    for line in drawn(drawable, arguments.parts, arguments.seed):
        print(f"\n{line}")


def turns(annotations: list[Annotation]) -> str:
    speech = sum(turn.kind == "speech" for annotation in annotations for turn in annotation.turns)
    having = sum(any(turn.kind == "speech" for turn in annotation.turns) for annotation in annotations)
    unresolved = sum("label" in problem.message and problem.start_char is not None for annotation in annotations for problem in annotation.problems)
    return f"{speech} speech turns in {having} of them, {unresolved} with nobody found for the label"


def kinds(annotations: list[Annotation]) -> str:
    """Return the share of characters of each kind of part, white space around them aside."""
    characters: Counter[str] = Counter()
    for annotation in annotations:
        for part in annotation.parts:
            characters[part.kind] += len(annotation.text[part.start_char : part.end_char].strip())
    return ", ".join(f"{kind} {n / characters.total():.2%}" for kind, n in characters.most_common())


def speed(annotator: Annotator, items: list[Document]) -> float:
    """Return megabytes of UTF-8 that are cut into parts and turns in a second of processor time."""
    size = sum(len(document.text.encode()) for document in items)
    start = time.process_time()
    for document in items:
        annotator.turns(document)
    return size / 1e6 / (time.process_time() - start)


def parts(annotation: Annotation) -> list[str]:
    return [
        f"{annotation.document['id']} {part.start_char} {part.kind}\n"
        f"… {annotation.text[max(0, part.start_char - AROUND) : part.start_char]}"
        f"[[[{annotation.text[part.start_char : part.end_char].strip()}]]]"
        f"{annotation.text[part.end_char : part.end_char + AROUND]} …"
        for part in annotation.parts
        if part.kind not in FRAME
    ]


if __name__ == "__main__":
    main()
