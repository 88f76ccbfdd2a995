"""The pages around the questions, in the respondent's language; what anybody typed is shown as text only."""

from __future__ import annotations

from dataclasses import dataclass
from html import escape
from typing import TYPE_CHECKING

from sem.i18n import Language, language, ngettext
from sem.i18n import gettext as _
from sem.model.assessment import LONGEST_NAME, RoundKind

if TYPE_CHECKING:
    from sem.errors import SemError
    from sem.model.assessment import Round
    from sem.model.text import Text
    from sem.web.keys import Identity

_LONGEST_CODE = 20
_LANGUAGE_NAMES: dict[Language, str] = {"nl": "Nederlands", "en": "English"}


@dataclass(frozen=True, slots=True)
class About:
    """What is answered, and by whom.

    Args:
        team: The team's name.
        round: The round.
        questionnaire: The title.
    """

    team: str
    round: Round
    questionnaire: Text


@dataclass(frozen=True, slots=True)
class Progress:
    """How far somebody was when they left."""

    answered: int
    questions: int


def headers(connect: str) -> dict[str, str]:
    """Return what makes a browser load nothing from elsewhere, show this in no other page, and keep no copy.

    Args:
        connect: The address of the websockets a page may open.
    """
    policy = {
        "default-src": "'none'",
        "script-src": "'self'",
        # The terminal sets the sizes and colours of its letters from its script.
        "style-src": "'self' 'unsafe-inline'",
        "font-src": "'self'",
        "img-src": "'self' data:",
        "connect-src": f"'self' {connect}",
        "form-action": "'self'",
        "base-uri": "'none'",
        "frame-ancestors": "'none'",
    }
    return {
        "Content-Security-Policy": "; ".join(f"{name} {value}" for name, value in policy.items()),
        "X-Content-Type-Options": "nosniff",
        "X-Frame-Options": "DENY",
        # The address of a page holds the token, so no other place is told it.
        "Referrer-Policy": "same-origin",
        "Cross-Origin-Opener-Policy": "same-origin",
        "Cross-Origin-Resource-Policy": "same-origin",
        "Permissions-Policy": "camera=(), microphone=(), geolocation=(), clipboard-read=()",
    }


def enter_page(about: About, name: str = "", error: SemError | None = None, ask_code: bool = False) -> str:
    """Return the page that asks who answers.

    Args:
        about: What is answered.
        name: What was typed before.
        error: What was wrong with it.
        ask_code: Whether the field for the code is open from the start.
    """
    kind = about.round.kind
    wrong = f'<p class="wrong" role="alert">{_text(str(error))}</p>' if error else ""
    if kind is RoundKind.ANONYMOUS:
        said = _("You answer without a name, and nothing is kept that tells who gave which answer. "
                 "You get a code to go on with later; only you know it.")  # fmt: skip
        asked, begin = "", _("Begin")
        code_words = _("I began before, and have a code")
    else:
        alias = kind is RoundKind.ALIAS
        if alias:
            said = _("Choose a name that the others may see beside your answers; it need not be your own.")
        elif about.round.hidden:
            said = _("The team sees your answers under your name, once the round is revealed.")
        else:
            said = _("The team sees your answers under your name.")
        label = _("The name you choose") if alias else _("Your name")
        asked = (
            f'<label><span>{_text(label)}</span><input name="name" value="{_text(name)}" maxlength="{LONGEST_NAME}" '
            'autocomplete="off" autocapitalize="words" spellcheck="false" required autofocus></label>'
        )
        begin = _("Go on")
        code_words = _("I began in another browser, and have a code")
    your_code = _("Your code")
    code = (
        f"<details{' open' if ask_code else ''}><summary>{_text(code_words)}</summary>"
        f'<label><span>{_text(your_code)}</span><input name="code" maxlength="{_LONGEST_CODE}" '
        'autocomplete="off" autocapitalize="characters" spellcheck="false"></label></details>'
    )
    return _page(
        about.questionnaire.get(language()),
        f"{_languages()}{_title(about)}{wrong}<p>{_text(said)}</p>"
        f'<form method="post" action="./?lang={language()}">{asked}{code}'
        f"<button>{_text(begin)}</button></form>",
    )


def ready_page(about: About, identity: Identity, code: str, progress: Progress | None) -> str:
    """Return the page before and after the questions: as whom one answers, how far one is, and how to go on elsewhere.

    Args:
        about: What is answered.
        identity: Who answers.
        code: With what they can go on in another browser.
        progress: How far they were when they left; None where they have not.
    """
    words = []
    if progress is None:
        go = _("To the questions")
    elif progress.answered < progress.questions:
        open_ = progress.questions - progress.answered
        words.append(_("{n} of {total} questions are filled in, and all of it is saved.").format(
            n=progress.answered, total=progress.questions))  # fmt: skip
        words.append(ngettext("One question is still open.", "{n} questions are still open.", open_).format(n=open_))
        go = _("Go on")
    else:
        words.append(_("All questions are filled in. Thank you! You can close this page."))
        go = _("See or change my answers")
    as_whom = (
        _("You answer as {name}.").format(name=identity.name) if identity.name else _("You answer without a name.")
    )
    elsewhere = (
        _("To go on in another browser, type your name and this code:")
        if identity.name
        else _("To go on in another browser you need this code. Nobody can look it up for you, so write it down:")
    )
    stranger = _("Somebody else answers in this browser") if identity.name else _("Forget my code in this browser")
    said = "".join(f"<p>{_text(text)}</p>" for text in [*words, as_whom])
    return _page(
        about.questionnaire.get(language()),
        f'{_languages()}{_title(about)}{said}<p><a class="button" href="answer">{_text(go)}</a></p>'
        f'<p>{_text(elsewhere)}<br><span class="code">{_text(code)}</span></p>'
        f'<form class="quiet" method="post" action="leave"><button class="quiet">{_text(stranger)}</button></form>',
    )


def questions_page(about: About, static: str) -> str:
    """Return the page in which the questions are drawn.

    Args:
        about: What is answered.
        static: Where the files are that it loads.
    """
    starting, needed = _("One moment…"), _("The questions need JavaScript.")
    gone, go_on = _("The connection is gone. What was saved is kept."), _("Go on")
    return _page(
        about.questionnaire.get(language()),
        f'<div class="curtain starting"><p>{_text(starting)}</p></div>'
        f'<div class="curtain gone"><p>{_text(gone)}</p><button id="go-on" type="button">{_text(go_on)}</button></div>'
        '<div id="terminal" class="textual-terminal"></div>'
        f'<noscript><div class="curtain"><p>{_text(needed)}</p></div></noscript>'
        f'<script src="{static}questions.js"></script><script src="{static}js/textual.js"></script>',
        static,
        body="questions",
        head=f'<link rel="stylesheet" href="{static}css/xterm.css">',
    )


def full_page(about: About) -> str:
    """Return the page for who comes while as many are answering as this computer can take."""
    said = _("Everybody is busy answering: there is no place left at this moment. What you answered is saved.")
    again = _("Try again")
    return _page(
        about.questionnaire.get(language()),
        f'{_title(about)}<p>{_text(said)}</p><p><a class="button" href="answer">{_text(again)}</a></p>',
    )


def message_page(title: str, said: str) -> str:
    """Return a page that only says something."""
    return _page(title, f"<h1>{_text(title)}</h1><p>{_text(said)}</p>")


def _title(about: About) -> str:
    scope = f"<p>{_text(about.round.scope)}</p>" if about.round.scope else ""
    title = about.questionnaire.get(language())
    return f'<h1>{_text(title)}</h1><p class="team">{_text(about.team)}</p>{scope}'


def _languages() -> str:
    other: Language = "en" if language() == "nl" else "nl"
    return f'<a class="language" href="?lang={other}" lang="{other}">{_LANGUAGE_NAMES[other]}</a>'


def _page(title: str, content: str, static: str = "/static/", body: str = "", head: str = "") -> str:
    return (
        f'<!DOCTYPE html><html lang="{language()}"><head><meta charset="utf-8"><title>{_text(title)}</title>'
        '<meta name="viewport" content="width=device-width, initial-scale=1"><meta name="robots" content="noindex">'
        f'<link rel="icon" href="data:,"><link rel="stylesheet" href="{static}page.css">{head}</head>'
        f'<body class="{body}">{content if body else f"<main>{content}</main>"}</body></html>'
    )


def _text(text: str) -> str:
    return escape(text, quote=True).replace("\n", "<br>")
