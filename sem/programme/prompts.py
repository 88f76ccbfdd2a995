"""Provoking prompts: questions that get people off the beaten track while ideas are collected."""

from __future__ import annotations

from sem.i18n import gettext as _
from sem.i18n import mark as N_

_QUESTION = N_("What would make every customer tell others about us?")

_PROMPTS = (
    N_("How would it be solved in a science-fiction film? Write down the scene, and then what you need for it."),
    N_("What would you do if money were no object at all?"),
    N_("How would you make it as bad as you possibly can for customers? Now turn that around."),
    N_("From tomorrow, customers can't phone or write to us. How do you help them all the same?"),
    N_("What would a child of eight change here?"),
    N_("You have one afternoon and not a single euro. What do you do for customers?"),
    N_("Think of a place where you love to be a guest. What do they do that we never do?"),
    N_("Which rule would you scrap first if you were in charge today?"),
    N_("It is five years from now and customers queue up to come to us. What did we do?"),
    N_("What do customers never ask for, because they think it can't be done?"),
    N_("A newcomer takes away half of our customers next year. What do they do differently?"),
    N_("What would you do for one single customer, if nobody else had to be helped that day?"),
)


def box_question(question: str) -> str:
    """Return what ideas are asked for: the team's own question, or the program's in the language of the user."""
    return question or _(_QUESTION)


def prompt(number: int) -> str:
    """Return a prompt in the language of the user; they come in a fixed order, and after the last the first again."""
    return _(_PROMPTS[number % len(_PROMPTS)])


def prompts() -> tuple[str, ...]:
    """Return all prompts in their order, in the language of the user."""
    return tuple(map(_, _PROMPTS))
