"""The outcome measures that most service teams know, offered by name in both languages."""

from __future__ import annotations

from dataclasses import dataclass

from sem.i18n import language
from sem.model.names import name_key
from sem.model.outcome import Better
from sem.model.text import Text


@dataclass(frozen=True, slots=True)
class UsualMeasure:
    """A measure that needs no explanation.

    Its texts are in both languages at once, as those of a questionnaire are: whoever types one of its names means it,
    whatever language the program speaks to them.

    Args:
        id: The id of the measure that is made of it.
        unit: What it is usually counted in.
        means: What a higher value says.
        short: What many call it for short; empty where they do not.
    """

    id: str
    name: Text
    unit: Text
    better: Better
    means: Text
    short: str = ""

    def is_called(self, name: str) -> bool:
        """Return whether somebody means this one."""
        known = (self.id, *map(name_key, filter(None, (self.name.nl, self.name.en, self.short))))
        return name_key(name.strip()) in known

    def name_for(self, typed: str) -> str:
        """Return what it is called by whoever typed this: in their words, or in the language in use for an id."""
        said = (self.name.nl, self.name.en)
        return next((name for name in said if name_key(name) == name_key(typed.strip())), self.name.get(language()))

    def has_unit(self, unit: str) -> bool:
        """Return whether a unit is the usual one."""
        return name_key(unit.strip()) in (name_key(self.unit.nl), name_key(self.unit.en))


def _same(text: str) -> Text:
    return Text(text, text)


USUAL = (
    UsualMeasure("satisfaction", Text("Klanttevredenheid", "Customer satisfaction"), _same("0–10"), Better.HIGHER,
                 Text("Hoger: klanten zijn meer tevreden.", "Higher: customers are more satisfied.")),
    UsualMeasure("delight", Text("Verraste klanten", "Delighted customers"), _same("%"), Better.HIGHER,
                 Text("Hoger: meer klanten waren blij verrast.", "Higher: more customers were pleasantly surprised.")),
    UsualMeasure("effort", Text("Moeite voor de klant", "Customer effort"), _same("1–5"), Better.LOWER,
                 Text("Hoger: het kost klanten meer moeite. Lager is dus beter.",
                      "Higher: it takes customers more trouble. So lower is better.")),
    UsualMeasure("first-time", Text("In één keer opgelost", "Resolved first time"), _same("%"), Better.HIGHER,
                 Text("Hoger: meer klanten zijn in één keer geholpen.", "Higher: more customers are helped at once."),
                 "FCR"),
    UsualMeasure("recommendation", Text("Aanbeveling (NPS)", "Recommendation (NPS)"), _same("−100–100"), Better.HIGHER,
                 Text("Hoger: meer klanten raden je aan, en minder raden je af.",
                      "Higher: more customers recommend you, and fewer advise against you."), "NPS"),
    UsualMeasure("complaints", Text("Klachten", "Complaints"), Text("per maand", "per month"), Better.LOWER,
                 Text("Hoger: er komen meer klachten. Lager is dus beter.",
                      "Higher: there are more complaints. So lower is better.")),
    UsualMeasure("waiting", Text("Wachttijd", "Waiting time"), Text("minuten", "minutes"), Better.LOWER,
                 Text("Hoger: klanten wachten langer. Lager is dus beter.",
                      "Higher: customers wait longer. So lower is better.")),
    UsualMeasure("loyalty", Text("Klanten die blijven", "Customers who stay"), _same("%"), Better.HIGHER,
                 Text("Hoger: er gaan minder klanten weg.", "Higher: fewer customers leave.")),
    UsualMeasure("colleagues", Text("Tevreden collega's", "Satisfaction of colleagues"), _same("0–10"), Better.HIGHER,
                 Text("Hoger: collega's vinden hun werk leuker.", "Higher: colleagues like their work more.")),
)  # fmt: skip


def usual_measure(name: str) -> UsualMeasure | None:
    """Return the usual measure with this id, or with this name in any language; None where it is a team's own."""
    return next((usual for usual in USUAL if usual.is_called(name)), None)


def usual_names() -> tuple[str, ...]:
    """Return what the usual measures are called, in the language in use."""
    return tuple(usual.name.get(language()) for usual in USUAL)
