"""The programme: what a team wants, what it plans and what happened, from ambition to evidence."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum

from sem.model.ambition import Ambition
from sem.model.assessment import QuestionnaireRef
from sem.model.experiment import Experiment
from sem.model.idea import IdeaBox
from sem.model.outcome import Measure
from sem.model.plan import Plan, Progress
from sem.model.questionnaire import Questionnaire


class AmbitionState(StrEnum):
    """How far an ambition is."""

    DRAFT = "draft"
    SET = "set"
    REACHED = "reached"
    ABANDONED = "abandoned"


@dataclass(frozen=True, slots=True)
class Evidence:
    """What shows that a step is done.

    Args:
        step: The step's id.
        text: What was seen, or where it can be seen: words, a link or a file's path.
        observed: The day it was seen.
        by: Who saw it; empty if nobody says so.
    """

    id: str
    step: str
    text: str
    observed: date
    by: str = ""


@dataclass(frozen=True, slots=True)
class Baseline:
    """A plan as it was when the team fixed it; never changed, so that later plans can be held against it.

    Args:
        id: Its number as text, from ``1``.
        made_on: The day it was fixed.
        note: Why, in the team's words; may be empty.
    """

    id: str
    made_on: date
    plan: Plan
    note: str = ""


@dataclass(frozen=True, slots=True)
class Commitment:
    """Something small that somebody promised to do at the end of a session, beside the steps of the plan.

    Args:
        id: Permanent and short, such as ``c1``.
        owner: Who does it.
        by: The last day to have it done.
        done_on: The day it was done; None while it is not.
        round: The id of the round whose session it comes from; empty where it comes from none.
    """

    id: str
    text: str
    owner: str
    by: date
    done_on: date | None = None
    round: str = ""


@dataclass(frozen=True, slots=True)
class NextQuestionnaire:
    """What a team chose to answer in its next round, after looking at what is different.

    Args:
        after: The id of the newest round on that moment: what begins later with this questionnaire is the next round.
        words: The questionnaire itself, where it does not come with the program; a file may be gone by then.
    """

    ref: QuestionnaireRef
    chosen_on: date
    after: str = ""
    words: Questionnaire | None = None


@dataclass(frozen=True, slots=True)
class Programme:
    """What a team wants, what it plans and what happened.

    Args:
        ambition: None before there is one.
        set_on: The day the ambition got its state; None before that.
        questionnaire: The id of the questionnaire whose areas the ambition is about; empty before there is one.
        progress: What really happened, by the id of a step.
        dropped: Why a step was dropped, in the team's words, by its id.
        evidence: By id.
        experiments: By id.
        baselines: The oldest first. The last one's plan is the plan of record, unless `record` is newer.
        record: The plan of record; None before the first was fixed.
        commitments: What was promised at the end of sessions, by id.
        measures: What the team measures of its results, by id.
        next_questionnaire: What the next round is to ask; it stays when that round has begun, and then says no more.
    """

    ambition: Ambition | None = None
    state: AmbitionState = AmbitionState.DRAFT
    set_on: date | None = None
    questionnaire: str = ""
    progress: Mapping[str, Progress] = field(default_factory=dict)
    dropped: Mapping[str, str] = field(default_factory=dict)
    evidence: tuple[Evidence, ...] = ()
    experiments: tuple[Experiment, ...] = ()
    baselines: tuple[Baseline, ...] = ()
    record: Plan | None = None
    ideas: IdeaBox = field(default_factory=IdeaBox)
    commitments: tuple[Commitment, ...] = ()
    measures: tuple[Measure, ...] = ()
    next_questionnaire: NextQuestionnaire | None = None

    def experiment(self, experiment_id: str) -> Experiment:
        """Return an experiment.

        Raises:
            KeyError: There is no such experiment.
        """
        for experiment in self.experiments:
            if experiment.id == experiment_id:
                return experiment
        raise KeyError(experiment_id)
