"""What a questionnaire's files are called, and how their bytes become text."""

from __future__ import annotations

import re

from sem.content.nodes import SourceFile
from sem.content.problems import Problems
from sem.i18n import gettext as _

HEAD_FILE = "questionnaire.yaml"
SUFFIX = ".yaml"
MOST_BYTES = 2_000_000

# A file with more control characters than this is no text, whatever its bytes could mean.
_MOST_STRANGE = 50

_UTF_16 = (b"\xff\xfe", b"\xfe\xff")
# What YAML does not allow in a file, and what would make its count of lines differ from an editor's.
_UNPRINTABLE = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\u2028\u2029\ufeff\ufffe\uffff]")
# Refused before parsing, because libyaml compares each directive with all others.
_DIRECTIVE = re.compile(r"^%[A-Za-z]", re.MULTILINE)


def decode(data: bytes, file: SourceFile, problems: Problems) -> str | None:
    """Return the text of a file with line feeds only; None, with a problem, where it is no text we read."""
    if len(data) > MOST_BYTES:
        advice = _("A file can be {n} MB at most. Spread it over more files in a folder.")
        problems.in_file(file, 0, _("This file is too large."), advice.format(n=MOST_BYTES // 1_000_000))
        return None
    if data.startswith(_UTF_16) or b"\0" in data[:1000]:
        problems.in_file(file, 1, _("This file is not UTF-8 text."), _("Save it as UTF-8 in your editor."))
        return None
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = data.count(b"\n", 0, error.start) + 1
        message = _("This line has a character that is not UTF-8.")
        problems.in_file(file, line, message, _("Save it as UTF-8 in your editor."))
        return None
    text = text.replace("\r\n", "\n").replace("\r", "\n")
    directive = _DIRECTIVE.search(text)
    if directive:
        line = text.count("\n", 0, directive.start()) + 1
        problems.in_file(file, line, _("A line can't start with %."), _("Delete the line."))
        return None
    strange = len(_UNPRINTABLE.findall(text))
    if strange > _MOST_STRANGE:
        problems.in_file(file, 1, _("This file is not UTF-8 text."), _("Save it as UTF-8 in your editor."))
        return None
    if strange:
        for number, line_text in enumerate(text.split("\n"), 1):
            found = _UNPRINTABLE.search(line_text)
            if found:
                problems.in_file(file, number, unprintable(found[0]), _("Delete it."))
        text = _UNPRINTABLE.sub(" ", text)
    return text


def unprintable(character: str) -> str:
    """Return the message about a character that can't be shown."""
    return _("There is a character here that can't be shown: U+{code}.").format(code=f"{ord(character):04X}")
