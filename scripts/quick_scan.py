"""Takes the questions marked `# quick-scan` over from the full self-assessment, so that both ask the very same."""

from __future__ import annotations

import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
FULL = ROOT / "questionnaires" / "service-excellence"
SCAN = ROOT / "questionnaires" / "quick-scan.yaml"
MARK = "      # quick-scan"


def area_with_marked_question(file: Path) -> str:
    """Return the lines of a file's area up to its questions, and those of its marked question."""
    lines = [line for line in file.read_text("utf-8").splitlines() if line.strip()]
    start = lines.index("areas:") + 1
    questions = lines.index("    questions:")
    marked = lines.index(MARK) + 1
    deeper = (number for number, line in enumerate(lines) if number > marked and not line.startswith("       "))
    return "\n".join(lines[start : questions + 1] + lines[marked : next(deeper, len(lines))])


def main() -> int:
    """Rewrite the quick scan under its own head, and say whether anything changed."""
    before = SCAN.read_text("utf-8")
    head = before[: before.index("levels:")]
    shared, groupings = (FULL / "questionnaire.yaml").read_text("utf-8").split("groupings:")
    scale = shared[shared.index("levels:") :]
    areas = "\n\n".join(area_with_marked_question(file) for file in sorted(FULL.glob("[0-9]*.yaml")))
    after = f"{head}{scale}areas:\n{areas}\n\ngroupings:{groupings}"
    SCAN.write_text(after, "utf-8")
    print("rewritten" if after != before else "unchanged", file=sys.stderr)
    return 0


if __name__ == "__main__":
    sys.exit(main())
