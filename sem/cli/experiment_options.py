"""The options that describe an experiment, for every command that makes one."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any

from sem.cli.base import option
from sem.cli.output import narrate
from sem.cli.programmes import find_trial, trial_ids
from sem.cli.reading import Reader
from sem.i18n import gettext as _
from sem.i18n import mark as N_

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from sem.model.experiment import Comparator
    from sem.model.questionnaire import Questionnaire
    from sem.programme.experiments import ExperimentDraft

OPTIONS = {
    "threshold": "--at-least, --more-than, --at-most, --less-than",
    "practice": "--from",
    "measured_on": "--on",
    "value": N_("VALUE"),
}
"""What the fields are called on the command line that are not called after an option."""

_COMPARISONS = (
    option("--at-least", metavar=N_("NUMBER"), help=N_("Go on if the measure is this or more.")),
    option("--more-than", metavar=N_("NUMBER"), help=N_("Go on if the measure is more than this.")),
    option("--at-most", metavar=N_("NUMBER"), help=N_("Go on if the measure is this or less.")),
    option("--less-than", metavar=N_("NUMBER"), help=N_("Go on if the measure is less than this.")),
)

_DESCRIPTION = (
    option("--from", "practice", metavar=N_("PRACTICE"), shell_complete=trial_ids,
           help=N_("Take over what a practice says of trying it: its id or title.")),
    option("--title", metavar=N_("TEXT"), help=N_("What you try, in a few words.")),
    option("--hypothesis", metavar=N_("TEXT"), help=N_("What you expect to happen, and why.")),
    option("--who", metavar=N_("TEXT"), help=N_("With which customers or colleagues.")),
    option("--where", metavar=N_("TEXT"), help=N_("At which location, in which channel.")),
    option("--how-many", metavar=N_("NUMBER"), help=N_("With how many of them.")),
    option("--start", metavar=N_("DAY"), help=N_("The first day, such as 2027-01-11; tomorrow at the earliest.")),
    option("--end", metavar=N_("DAY"), help=N_("The last day.")),
    option("--measure", metavar=N_("TEXT"), help=N_("Kill criterion: what you measure.")),
    *_COMPARISONS,
    option("--by", metavar=N_("DAY"), help=N_("The last day to measure. Without it: the last day.")),
    option("--otherwise", metavar=N_("TEXT"), help=N_("What you do if it is not met.")),
    option("--step", metavar=N_("STEP"), help=N_("The step of the plan that waits for it, such as culture-3.")),
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Described:
    """An experiment as far as it was described, and what could not be read of it."""

    draft: ExperimentDraft
    typed: Reader


def comparison_options(function: Callable[..., Any]) -> Callable[..., Any]:
    """Give a command the options that say what a value is held against."""
    return _given(function, _COMPARISONS)


def experiment_options(function: Callable[..., Any]) -> Callable[..., Any]:
    """Give a command the options that describe an experiment; `describe` reads them."""
    return _given(function, _DESCRIPTION)


def describe(options: Mapping[str, str | None], questionnaire: Questionnaire) -> Described:
    """Return what the options of an experiment say, over what the practice says that is named.

    Args:
        options: What was typed, by parameter; None where an option was not given.
        questionnaire: Whose areas and practices count.
    """
    from sem.programme.experiments import ExperimentDraft

    typed = Reader(OPTIONS)
    draft = ExperimentDraft()
    if options["practice"] is not None:
        draft = _from_practice(typed, options["practice"], questionnaire)
    texts = {name: options[name] for name in ("title", "hypothesis", "who", "where", "measure", "otherwise")}
    comparator, threshold = comparison(typed, options)
    given = {
        **texts,
        "how_many": typed.whole("how_many", options["how_many"]),
        "start": typed.day("start", options["start"]),
        "end": typed.day("end", options["end"]),
        "by": typed.day("by", options["by"]),
        "comparator": comparator,
        "threshold": threshold,
        "step": _step(typed, options["step"], questionnaire),
    }
    changes: dict[str, Any] = {name: value for name, value in given.items() if value is not None}
    return Described(replace(draft, **changes), typed)


def comparison(typed: Reader, options: Mapping[str, str | None]) -> tuple[Comparator | None, float | None]:
    """Return what a value is held against; None and None where nothing is said, or nothing that can be read."""
    from sem.model.experiment import Comparator

    given = [(comparator, options[comparator.value.replace("-", "_")]) for comparator in Comparator]
    said = [(comparator, text) for comparator, text in given if text is not None]
    if len(said) > 1:
        typed.wrong("threshold", _("Only one of these can count."), _("Leave the others out."))
        return None, None
    if not said:
        return None, None
    return said[0][0], typed.number("threshold", said[0][1])


def _given(function: Callable[..., Any], options: tuple[Callable[..., Any], ...]) -> Callable[..., Any]:
    for one in reversed(options):
        function = one(function)
    return function


def _from_practice(typed: Reader, name: str, questionnaire: Questionnaire) -> ExperimentDraft:
    from sem.i18n import language
    from sem.programme.experiments import ExperimentDraft, draft_from

    with typed.noting("practice"):
        practice = find_trial(questionnaire, name)
        if practice.kill_criterion:
            narrate(_("The practice says when to stop: {words}").format(words=practice.kill_criterion.get(language())))
        draft = draft_from(practice, language())
        known = any(area.id == practice.area for area in questionnaire.areas)
        return draft if known else replace(draft, step=None)
    return ExperimentDraft()


def _step(typed: Reader, text: str | None, questionnaire: Questionnaire) -> str | None:
    if text is None:
        return None
    from sem.programme.finding import read_steps

    with typed.noting("step"):
        return read_steps(questionnaire, [text])[0].id
    return None
