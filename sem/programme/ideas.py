"""Ideas: handed in without judging, opened, grouped, voted on, and each one picked or answered; never a step back."""

from __future__ import annotations

import secrets
from collections.abc import Callable, Iterable, Sequence
from dataclasses import replace

from sem.errors import InvalidError
from sem.i18n import gettext as _
from sem.i18n import ngettext
from sem.model.idea import LONGEST_IDEA, Ballot, Idea, IdeaBox, IdeaFate, IdeaPhase
from sem.model.names import clean_name, name_key
from sem.model.programme import Programme
from sem.programme.checks import Checks, clean_text, is_blank
from sem.programme.phases import require_phase
from sem.programme.seeing import find_ideas, title_of

MOST_VOTERS = 500

HANDING_IN = (IdeaPhase.COLLECTING, IdeaPhase.OPEN)
"""The phases in which ideas are handed in: first unseen, then building on what is seen."""


def random_id() -> str:
    """Return an id for a new idea; nothing can be told from it."""
    return secrets.token_hex(8)


def ask(programme: Programme, question: str) -> Programme:
    """Return the programme with another question to have ideas on; an empty one brings back the program's own.

    Raises:
        PhaseError: The ideas are open: they were ideas on the question as it was.
        InvalidError: It is too long.
    """
    require_phase(programme.ideas, IdeaPhase.COLLECTING)
    checks = Checks()
    kept = checks.optional("question", question)
    checks.finish()
    return _with(programme, replace(programme.ideas, question=kept))


def hand_in(programme: Programme, texts: Sequence[str], new_id: Callable[[], str] = random_id) -> Programme:
    """Return the programme with more ideas: before they are open, and as long as people build on what they see.

    Args:
        programme: What there is.
        texts: The ideas, each in the words of whoever has it; control characters and line breaks are taken out.
        new_id: Makes an id that no idea has and that tells nothing.

    Raises:
        PhaseError: Voting has begun.
        InvalidError: With every idea that is empty or too long; then none is kept.
    """
    box = programme.ideas
    require_phase(box, *HANDING_IN)
    checks = Checks()
    new = []
    for n, text in enumerate(texts, 1):
        field = _("idea {n}").format(n=n) if len(texts) > 1 else ""
        new.append(checks.required(field, text, _("There are no words in this idea."), LONGEST_IDEA))
    if not texts:
        checks.wrong("", _("There is no idea to hand in."))
    checks.finish()
    ideas = (*box.ideas, *(Idea(new_id(), text) for text in new))
    return _with(programme, replace(box, ideas=tuple(sorted(ideas, key=lambda idea: idea.id))))


def open_ideas(programme: Programme) -> Programme:
    """Return the programme with all ideas to be seen; nobody can close them again.

    Raises:
        PhaseError: They are open already.
        InvalidError: There are none.
    """
    box = programme.ideas
    require_phase(box, IdeaPhase.COLLECTING)
    if not box.ideas:
        raise InvalidError(
            _("There are no ideas to open yet."), _("Let everybody hand in theirs first; wild ones are wanted.")
        )
    return _with(programme, replace(box, phase=IdeaPhase.OPEN))


def cluster(programme: Programme, ideas: Iterable[str], name: str) -> Programme:
    """Return the programme with these ideas under one name.

    Args:
        programme: What there is.
        ideas: The ids of the ideas, or unique beginnings of them.
        name: What they have in common; empty takes them out of the cluster they are in. One that differs from a
            known name in case only is that name.

    Raises:
        PhaseError: The ideas are not open, or voting has begun.
        InvalidError: The name is too long, or no idea is named.
        NotFoundError: There is no such idea.
    """
    box = programme.ideas
    require_phase(box, IdeaPhase.OPEN)
    chosen = find_ideas(box, ideas)
    kept = "" if is_blank(clean_text(name)) else clean_name(clean_text(name), _("the cluster"))
    known = {name_key(idea.cluster): idea.cluster for idea in box.ideas}
    kept = known.get(name_key(kept), kept)
    return _with(programme, with_ideas(box, (replace(idea, cluster=kept) for idea in chosen)))


def start_voting(programme: Programme, voters: int, votes_each: int) -> Programme:
    """Return the programme with voting begun.

    Args:
        programme: What there is.
        voters: How many people vote; the votes are seen when that many are in.
        votes_each: How many different ideas each of them may choose.

    Raises:
        PhaseError: The ideas are not open yet, or voting has begun already.
        InvalidError: With every number that does not hold.
    """
    box = programme.ideas
    require_phase(box, IdeaPhase.OPEN)
    checks = Checks()
    _check_voters(checks, voters)
    if votes_each < 1:
        checks.wrong("votes_each", _("Everyone has at least one vote."))
    elif votes_each > len(box.ideas):
        message = ngettext("There is {n} idea: nobody can use {votes} votes.",
                           "There are {n} ideas: nobody can use {votes} votes.", len(box.ideas))  # fmt: skip
        checks.wrong("votes_each", message.format(n=len(box.ideas), votes=votes_each), _("Give fewer."))
    checks.finish()
    return _with(programme, replace(box, phase=IdeaPhase.VOTING, voters=voters, votes_each=votes_each))


def expect_voters(programme: Programme, voters: int) -> Programme:
    """Return the programme with more people to wait for.

    Raises:
        PhaseError: Nobody is voting.
        InvalidError: It is no number above the one there is; who does not vote after all is told when voting is closed.
    """
    box = programme.ideas
    require_phase(box, IdeaPhase.VOTING)
    checks = Checks()
    _check_voters(checks, voters)
    if 0 < voters < box.voters:
        checks.wrong(
            "voters",
            _("{n} people vote already.").format(n=box.voters),
            _("If someone can't vote after all, close voting and say why."),
        )
    checks.finish()
    return _with(programme, replace(box, voters=voters))


def vote(programme: Programme, voter: str, ideas: Iterable[str]) -> Programme:
    """Return the programme with someone's votes, in place of those they gave before; the last voter ends the voting.

    Args:
        programme: What there is.
        voter: Who votes; case does not count.
        ideas: The ids of one to `votes_each` different ideas, or unique beginnings of them.

    Raises:
        PhaseError: Nobody is voting, or all have.
        InvalidError: The name does not hold, there are too many votes, none, or two for one idea.
        NotFoundError: There is no such idea.
    """
    box = programme.ideas
    require_phase(box, IdeaPhase.VOTING)
    name = clean_name(voter, _("the voter"))
    typed = tuple(ideas)
    chosen = find_ideas(box, typed)
    checks = Checks()
    if len(chosen) < len(typed):
        checks.wrong("ideas", _("An idea is named twice."), _("Give your votes to different ideas."))
    if len(typed) > box.votes_each:
        message = ngettext("Everyone has {n} vote.", "Everyone has {n} votes.", box.votes_each)
        checks.wrong("ideas", message.format(n=box.votes_each),
                     _("You named {n} ideas: leave some out.").format(n=len(typed)))  # fmt: skip
    checks.finish()
    by_key = {name_key(ballot.voter): ballot for ballot in box.ballots}
    before = by_key.get(name_key(name))
    by_key[name_key(name)] = Ballot(before.voter if before else name, tuple(sorted(idea.id for idea in chosen)))
    ballots = tuple(ballot for _key, ballot in sorted(by_key.items()))
    phase = IdeaPhase.CHOOSING if len(ballots) >= box.voters else IdeaPhase.VOTING
    return _with(programme, replace(box, ballots=ballots, phase=phase))


def close_voting(programme: Programme, reason: str = "") -> Programme:
    """Return the programme with the votes to be seen.

    Args:
        programme: What there is.
        reason: Why someone does not vote; needed unless all have voted.

    Raises:
        PhaseError: Nobody is voting.
        InvalidError: Nobody has voted yet, or some have not and no reason is given.
    """
    box = programme.ideas
    require_phase(box, IdeaPhase.VOTING)
    checks = Checks()
    early = len(box.ballots) < box.voters
    why = checks.optional("reason", reason)
    if not box.ballots:
        checks.wrong("", _("Nobody has voted yet, so there is nothing to see."))
    elif early and is_blank(why):
        checks.wrong(
            "reason",
            _("{n} of {voters} have voted.").format(n=len(box.ballots), voters=box.voters),
            _("Wait for the others, or say why they can't vote."),
        )
    checks.finish()
    return _with(programme, replace(box, phase=IdeaPhase.CHOOSING, closed_because=why if early else ""))


def answer(programme: Programme, ideas: Iterable[str], text: str) -> Programme:
    """Return the programme with what the group says to ideas that it does not take; a new answer replaces an old one.

    Raises:
        PhaseError: Voting is not over.
        InvalidError: The answer is empty or too long, or an idea is picked already; with every problem.
        NotFoundError: There is no such idea.
    """
    box = programme.ideas
    require_phase(box, IdeaPhase.CHOOSING)
    chosen = find_ideas(box, ideas)
    checks = Checks()
    said = checks.required("text", text, _("Say why it is not taken: who handed it in wants to know."))
    for idea in chosen:
        check_free(checks, idea)
    checks.finish()
    changed = (replace(idea, fate=IdeaFate.ANSWERED, answer=said) for idea in chosen)
    return _with(programme, with_ideas(box, changed))


def check_free(checks: Checks, idea: Idea) -> None:
    """Note where an idea is picked already."""
    if idea.became is not None:
        checks.wrong(
            "",
            _("“{idea}” is picked already: it became {id}.").format(idea=title_of(idea), id=idea.became),
            _("Choose another one."),
        )


def with_ideas(box: IdeaBox, changed: Iterable[Idea]) -> IdeaBox:
    """Return the collection with some of its ideas changed."""
    new = {idea.id: idea for idea in changed}
    return replace(box, ideas=tuple(new.get(idea.id, idea) for idea in box.ideas))


def _check_voters(checks: Checks, voters: int) -> None:
    if not 1 <= voters <= MOST_VOTERS:
        checks.wrong("voters", _("Say how many people vote: 1 to {most}.").format(most=MOST_VOTERS))


def _with(programme: Programme, box: IdeaBox) -> Programme:
    return replace(programme, ideas=box)
