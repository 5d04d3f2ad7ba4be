"""Hold the scores of public benchmarks against floors: `make evaluate BENCHMARKS=folder`.

The folder has `score.py`, which is run for each benchmark of `floors.yml` and prints lines with `F1=` or other figures. A score below its floor is an
error; lowering a floor takes an edit that says why.
"""

import re
import subprocess
import sys
from pathlib import Path

import yaml

FLOORS = Path(__file__).with_name("floors.yml")


def score_of(figure: str, output: str) -> float | None:
    """Return a figure of a scorer's output: "kremlin F1" is what follows `F1=` in the line that starts with `kremlin`."""
    row, _, name = figure.partition(" ")
    pattern = rf"^\s*{re.escape(row)}\b.*?{re.escape(name)}=\s*(-?[\d.]+)" if name else rf"{re.escape(row)}=\s*(-?[\d.]+)"
    match = re.search(pattern, output, re.MULTILINE)
    return float(match[1]) if match else None


def main(folder: str) -> int:
    """Score every benchmark that has floors; print each figure with its floor, return how many are below."""
    below = 0
    for benchmark, floors in yaml.safe_load(FLOORS.read_text(encoding="utf-8")).items():
        run = subprocess.run([sys.executable, str(Path(folder) / "score.py"), benchmark], capture_output=True, text=True, check=False)
        if run.returncode:
            print(f"{benchmark}: the scorer failed: {run.stderr.strip()[-400:]}", file=sys.stderr)
            return 1
        for figure, floor in floors.items():
            score = score_of(figure, run.stdout)
            low = score is None or score < floor
            below += low
            print(f"{benchmark:10} {figure:24} {'missing' if score is None else score:>8} (floor {floor}){' BELOW' if low else ''}")
    return below


if __name__ == "__main__":
    sys.exit(1 if main(sys.argv[1]) else 0)
