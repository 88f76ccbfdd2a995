"""Where a team stands and its roadmap, loaded in one go for every report, picture, command and screen of it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from sem.analysis.scoring import Profile
from sem.backcast.plan import SAMPLES
from sem.content.library import DEFAULT, load_questionnaire
from sem.content.practices import with_practices
from sem.errors import NotFoundError
from sem.i18n import gettext as _
from sem.model.assessment import Round, Team
from sem.model.programme import Programme
from sem.model.questionnaire import Questionnaire
from sem.model.roadmap import Roadmap
from sem.programme.levels import levels_now
from sem.programme.roadmap import make_roadmap, record_of
from sem.reports.shown import shown_round
from sem.store import Store


@dataclass(frozen=True, slots=True)
class Standing:
    """Where a team stands: the round that counts for its plan, and its programme.

    Args:
        questionnaire: As it was frozen with the round, with practices where it has none of its own; the areas of the
            ambition are its.
        profile: The scores of the round.
        now: The gap-free level of each area; None where it is not known.
        comparable: Whether the round asks what the round asked that the plan of record started from.
    """

    team: Team
    round: Round
    questionnaire: Questionnaire
    profile: Profile
    now: Mapping[str, int | None]
    programme: Programme
    comparable: bool = True

    def roadmap(self, today: date, samples: int = SAMPLES) -> Roadmap:
        """Return the roadmap on a day; the arguments and errors are those of `make_roadmap`."""
        return make_roadmap(
            self.team.name, self.programme, self.questionnaire, self.now, self.round.opened, today, samples,
            comparable=self.comparable,
        )  # fmt: skip


def standing_of(store: Store, team: Team, *, anew: bool = False) -> Standing:
    """Return where a team stands by its newest round with levels.

    That is the newest one of the questionnaire which the ambition is about, if there is one: a short scan in between
    does not take away the practices of the plan.

    Args:
        store: Where the team is.
        team: The team.
        anew: Whether the newest round of any questionnaire counts, as for an ambition that is yet to be set.

    Raises:
        NotFoundError: Nobody in the team has chosen a level yet.
    """
    programme = store.programme(team.id)
    rounds = store.rounds(team.id)[::-1]
    if not anew and programme.questionnaire:
        of_ambition = [round_ for round_ in rounds if round_.questionnaire.id == programme.questionnaire]
        others = [round_ for round_ in rounds if round_.questionnaire.id != programme.questionnaire]
        rounds = (*of_ambition, *others)
    for round_, questionnaire, scored in _scored(store, rounds):
        if any(area.score.mean is not None for area in scored.areas):
            comparable = _comparable(programme, round_, rounds)
            return Standing(
                team, round_, with_practices(questionnaire), scored, levels_now(scored), programme, comparable
            )
    raise NotFoundError(
        _("{team} has no answers yet, so there is nothing to start a plan from.").format(team=team.name),
        _("Answer the questions first."),
    )


def _comparable(programme: Programme, round_: Round, rounds: Sequence[Round]) -> bool:
    """Whether a round asks what the one asked that the plan of record started from, which a plan knows by its day."""
    record = record_of(programme)
    used = round_.questionnaire
    started = next(
        (
            one.questionnaire
            for one in rounds
            if record is not None and one.questionnaire.id == used.id and one.opened <= record.today
        ),
        used,
    )
    return started.version.major == used.version.major


def questionnaire_of(store: Store, team: Team) -> Questionnaire:
    """Return the questionnaire whose areas a team's plan is about; the default one before the first answers."""
    try:
        return standing_of(store, team).questionnaire
    except NotFoundError:
        rounds = store.rounds(team.id)
        return with_practices(store.questionnaire(rounds[-1])) if rounds else load_questionnaire(DEFAULT)


def roadmap_of(store: Store, team: Team, today: date, samples: int = SAMPLES) -> tuple[Standing, Roadmap]:
    """Return where a team stands, and its roadmap on a day.

    Args:
        store: Where the team is.
        team: The team.
        today: Nothing starts before the first whole working week from this day on.
        samples: How many random plans to try where no plan was fixed: 0 for the quickest.

    Raises:
        NotFoundError: The team has no answers, or no ambition.
        InvalidError: The ambition can't be planned at all; each problem says why.
    """
    standing = standing_of(store, team)
    return standing, standing.roadmap(today, samples)


def _scored(store: Store, rounds: Sequence[Round]) -> Iterator[tuple[Round, Questionnaire, Profile]]:
    for round_ in rounds:
        shown = shown_round(store, round_)
        yield round_, shown.questionnaire, shown.profile
