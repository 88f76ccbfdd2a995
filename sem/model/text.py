"""A text in both languages, because everything a respondent reads exists in Dutch and in English."""

from __future__ import annotations

from dataclasses import dataclass

from sem.i18n import Language


@dataclass(frozen=True, slots=True)
class Text:
    """One text, in Dutch and in English."""

    nl: str
    en: str

    def get(self, language: Language) -> str:
        """Return the text in `language`."""
        return self.nl if language == "nl" else self.en
