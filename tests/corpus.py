"""What the layers make of a folder of real texts: `make report CORPUS=folder`.

For each folder of files it prints how many speech turns there are, how many have nobody found for their label, the characters by kind of part,
and the speed of cutting into parts and turns. With `--parts N` it draws N parts that are neither speech nor narration (nor titles, datelines, labels)
by a seed, with the text before and after, to be judged by a person. With `--figures N` it draws N figures with their columns and
sentences, with `--passages N` N paragraphs with a number in digits or words,
to be read for figures before any output is looked at; both from remarks and readouts.
"""

import argparse
import json
import random
import re
import time
from collections import Counter, defaultdict
from pathlib import Path

from etl.extract.files import find_files, read_file
from etl.pipeline import Annotator
from etl.records import Annotation, Document
from etl.vocabulary import load_vocabulary

NUMBER = re.compile(
    r"\d|\b(?:half|two|three|four|five|six|seven|eight|nine|ten|dozens?|hundreds?|thousands?|[mb]illions?|third|quarter|double)\b", re.I
)
JUDGED = (
    *("text", "value", "value_max", "value_from", "unit", "kind", "modifier", "change", "represents", "measure", "measure_id"),
    *("countries", "period", "period_start", "period_end", "status", "source", "voice"),
)
FRAME = ("speech", "narration", "title", "dateline", "label")
AROUND = 300


def main() -> None:
    """Annotate a folder and print the report."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("corpus", type=Path)
    parser.add_argument("--parts", type=int, default=0, help="how many parts to draw for judging")
    parser.add_argument("--figures", type=int, default=0, help="how many figures to draw for judging")
    parser.add_argument("--passages", type=int, default=0, help="how many paragraphs to draw to be read for figures")
    parser.add_argument("--seed", type=int, default=20261123)
    arguments = parser.parse_args()
    annotator = Annotator(load_vocabulary())
    documents: dict[str, list[Document]] = defaultdict(list)
    for path in find_files([arguments.corpus]):
        documents[path.parent.name] += [document for document in read_file(path) if isinstance(document, Document)]
    if arguments.passages:
        for line in draw(passages(documents), arguments.passages, arguments.seed):
            print(line)
        return
    drawable: list[str] = []
    figures: list[str] = []
    for folder, items in documents.items():
        annotations = [annotator(document) for document in items]
        if arguments.figures:
            figures += [line for annotation in annotations for line in cited(annotation)] if folder != "briefings" else []
            continue
        print(f"{folder}: {len(items)} documents, {turns(annotations)}")
        print(f"  {kinds(annotations)}")
        print(f"  cut into parts and turns at {speed(annotator, items):.1f} MB/s")
        drawable += [line for annotation in annotations for line in parts(annotation)]
    for line in draw(figures, arguments.figures, arguments.seed):
        print(line)
    for line in draw(drawable, arguments.parts, arguments.seed):
        print(f"\n{line}")


def draw(lines: list[str], number: int, seed: int) -> list[str]:
    return random.Random(seed).sample(lines, min(number, len(lines)))


def passages(documents: dict[str, list[Document]]) -> list[str]:
    """Return the paragraphs of 20 to 200 words that have a number, of all folders but briefings, as JSON lines."""
    found = []
    for folder, items in documents.items():
        for document in items if folder != "briefings" else []:
            for match in re.finditer(r"\S.*?(?=\n\s*\n|\Z)", document.text, re.S):
                if 20 <= len(match[0].split()) <= 200 and NUMBER.search(match[0]):
                    found.append(
                        json.dumps({"document": document.id, "date": document.date, "start": match.start(), "text": match[0]}, ensure_ascii=False)
                    )
    return found


def cited(annotation: Annotation) -> list[str]:
    """Return a document's figures as JSON lines: id, sentence with what stands around it, title, date, speaker, columns."""
    names = {person.id: person.name for person in annotation.people}
    lines = []
    for figure in annotation.figures:
        low, high = max(0, figure.start_char - AROUND * 2), figure.end_char + AROUND
        about = [f"{c.country_id} {c.role}" for c in annotation.figure_countries if c.figure_id == figure.id]
        seen = {
            "id": figure.id,
            "title": annotation.document["title"],
            "date": figure.date,
            "around": annotation.text[low:high],
            "sentence": figure.sentence,
        }
        columns = {name: getattr(figure, name) for name in JUDGED} | {"figure_countries": about, "speaker": names.get(figure.speaker_id or "")}
        lines.append(json.dumps({**seen, "columns": columns}, ensure_ascii=False))
    return lines


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
