"""Read one PDF in a process of its own, within bounds: what `etl.extract.pdf.read` starts."""

import json
import sys
from typing import Any

from etl.extract.content import Unreadable
from etl.extract.pdf import extract


def _serve(memory: int) -> None:
    """Read a PDF from standard input and write its content, or what is wrong with it, as JSON."""
    try:
        import resource

        resource.setrlimit(resource.RLIMIT_AS, (memory, memory))
    except (ImportError, ValueError, OSError):  # not every system has such limits
        pass
    try:
        found = extract(sys.stdin.buffer.read())
    except Unreadable as error:
        answer: dict[str, Any] = {"error": str(error)}
    else:
        metadata = {"title": found.metadata.title, "language": found.metadata.language}
        answer = {"text": found.text, "metadata": metadata, "marks": [(mark.start, mark.end, mark.kind) for mark in found.marks]}
        answer["warnings"] = found.warnings
    sys.stdout.write(json.dumps(answer))


_serve(int(sys.argv[1]))
