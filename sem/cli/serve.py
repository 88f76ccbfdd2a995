"""`sem serve`: let respondents answer in a browser, over a link."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from sem.cli.base import Example, command, option
from sem.cli.completion import questionnaire_ids
from sem.cli.options import JSON, TEAM
from sem.cli.output import emit, emit_json, narrate
from sem.cli.rounds import ROUND
from sem.errors import InvalidError, NotFoundError
from sem.i18n import gettext as _
from sem.i18n import mark as N_

if TYPE_CHECKING:
    from sem.cli.session import Session
    from sem.model.assessment import Round, Team
    from sem.web.keys import Keys
    from sem.web.server import Serving

FORMAT = 1
PORT = 8470
MOST = 12
MOST_OF_ALL = 100


@command(
    "serve",
    help=N_(
        "Let people answer in a browser: prints a link, and serves it until you press Ctrl+C. Only this computer can "
        "open the link unless you name an address of it with --host."
    ),
    examples=(
        Example('sem serve "Team West"', N_("Serve the open round, on this computer only")),
        Example('sem serve "Team West" --host 0.0.0.0', N_("Let everybody on the same network open the link")),
        Example(
            'sem serve "Team West" --public-url https://sem.example.org',
            N_("Behind a proxy of your own, which takes care of https"),
        ),
    ),
)
@TEAM
@option(
    "--questionnaire",
    metavar=N_("ID-OR-PATH"),
    shell_complete=questionnaire_ids,
    help=N_("Which questionnaire. Without it: that of the newest open round, else as “sem round start” chooses."),
)
@ROUND
@option(
    "--host",
    default="127.0.0.1",
    metavar=N_("ADDRESS"),
    help=N_("The address to listen on; 0.0.0.0 for all of this computer's. Without it: this computer only."),
)
@option(
    "--port",
    type=int,
    default=PORT,
    metavar=N_("NUMBER"),
    help=N_("The port; 0 for any that is free. Without it: 8470."),
)
@option("--public-url", default="", metavar=N_("URL"), help=N_("The address under which a proxy shows the server."))
@option(
    "--most",
    type=int,
    default=MOST,
    metavar=N_("NUMBER"),
    help=N_("How many people may answer at once. Without it: 12."),
)
@option("--new-link", is_flag=True, help=N_("Make a new link; those given out for this round stop working."))
@JSON
@click.pass_obj
def serve(
    session: Session,
    name: str,
    questionnaire: str | None,
    round_id: str | None,
    host: str,
    port: int,
    public_url: str,
    most: int,
    new_link: bool,
    as_json: bool,
) -> int:
    """Serve a round."""
    _require_extra()
    _insist("--port", port, 0, 65535)
    _insist("--most", most, 1, MOST_OF_ALL)
    import asyncio

    from sem.files import reason
    from sem.web.gate import is_loopback, names_served
    from sem.web.keys import keys_of
    from sem.web.running import serve as run
    from sem.web.server import Serving

    public = _public(public_url)
    team = session.store.find_team(name)
    round_ = _round_to_serve(session, team, questionnaire, round_id)
    serving = Serving(
        data=session.data.expanduser().absolute(),
        state=session.state.expanduser().absolute(),
        round=round_,
        team=team.name,
        keys=keys_of(session.state.expanduser(), round_.id, renew=new_link),
        names=names_served(host),
        public=public,
        most=most,
        look=_look(session),
    )
    if not is_loopback(host):
        narrate(
            _("Warning: everybody who can reach this computer over the network and has the link can answer. What is "
              "typed goes over the network unencrypted, so use this on a network you trust; or put a proxy with https "
              "in front and use --public-url.")
        )  # fmt: skip

    def ready(taken: int) -> None:
        _tell_links(session, team, serving, taken, as_json)

    try:
        ended_by = asyncio.run(run(session.store, serving, host, port, ready=ready, narrate=narrate))
    except OSError as error:
        raise InvalidError(
            _("The server can't listen on {host}, port {port}: {why}.").format(host=host, port=port, why=reason(error)),
            _("Choose another --port, or 0 for any that is free."),
        ) from None
    narrate(_("Stopped. What was saved before is kept."))
    return 128 + ended_by


def _require_extra() -> None:
    """Insist that the packages are there with which a browser is served.

    Raises:
        NotFoundError: They are not installed.
    """
    from importlib.util import find_spec

    from sem.installed import install_command

    if not (find_spec("aiohttp") and find_spec("textual_serve")):
        raise NotFoundError(
            _("Answering in a browser needs a part of sem that is not installed."),
            _("Install it: {command}").format(command=install_command("web")),
        )


def _insist(option_name: str, number: int, least: int, most: int) -> None:
    """Insist that a number can be.

    Raises:
        UsageError: It can't.
    """
    if not least <= number <= most:
        raise click.UsageError(
            _("{option} is a number from {least} to {most}.").format(option=option_name, least=least, most=most)
        )


def _public(url: str) -> str:
    """Return the address of a proxy as a browser writes it; empty where there is none.

    Raises:
        UsageError: It is no such address.
    """
    from urllib.parse import urlsplit

    if not url:
        return ""
    parts = urlsplit(url.lower())
    if parts.scheme not in ("http", "https") or not parts.netloc or parts.path.strip("/") or parts.query:
        raise click.UsageError(_("--public-url is an address such as https://sem.example.org, without a path."))
    return f"{parts.scheme}://{parts.netloc}"


def _round_to_serve(session: Session, team: Team, questionnaire: str | None, round_id: str | None) -> Round:
    """Return the round that was asked for, else the newest open one, else a new one.

    Raises:
        NotFoundError: There is no such round or questionnaire.
        InvalidError: The round takes no more answers.
    """
    from sem.cli.assess import choose_start
    from sem.cli.round_telling import find_round
    from sem.model.assessment import RoundState

    store = session.store
    if round_id is not None:
        found = find_round(session, team, round_id)
        if found.state is not RoundState.OPEN:
            raise InvalidError(_("This round takes no more answers, so there is nothing to serve."))
        return found
    still_open = [one for one in reversed(store.rounds(team.id)) if one.state is RoundState.OPEN]
    if questionnaire is None and still_open:
        return still_open[0]
    start = choose_start(session, team, questionnaire, new_round=True)
    for one in still_open:
        if one.questionnaire.id == start.questionnaire.id:
            return one
    other = session.command_line("round", "start", name=team.name, options=["--anonymous"])
    narrate(_("No round is open, so one starts in which everybody answers under their name. For aliases or an "
              "anonymous round, start it yourself: {command}").format(command=other))  # fmt: skip
    return store.start_round(team.id, start.questionnaire, session.today(), hidden=True)


def _look(session: Session) -> dict[str, str]:
    from sem.i18n import language

    settings = session.settings
    return {"language": language(), "theme": settings.theme, "charts": settings.charts}


def _tell_links(session: Session, team: Team, serving: Serving, port: int, as_json: bool) -> None:
    from sem.model.codec import to_json
    from sem.web.gate import LOOPBACK, origin

    link = f"{serving.public or origin('http', serving.names[0], port)}/{serving.keys.token}/"
    personal = {one: _personal(link, serving.keys, one) for one in serving.round.invited}
    if as_json:
        people = [{"name": name, "link": own} for name, own in personal.items()]
        emit_json({"format": FORMAT, "team": to_json(team), "round": serving.round.id, "port": port, "link": link,
                   "personal": people})  # fmt: skip
    else:
        emit(link)
        for name, own in personal.items():
            emit(f"{own}\t{name}")
    for other in serving.names[1:]:
        if not serving.public and other not in LOOPBACK:
            narrate(_("The same under another name: {link}").format(
                link=f"{origin('http', other, port)}/{serving.keys.token}/"))  # fmt: skip
    if personal:
        narrate(_("The first link is for everybody; each other one belongs to one person, and shows their answers."))
    narrate(_("At most {n} people at once. Press Ctrl+C to stop; the link stays the same.").format(n=serving.most))


def _personal(link: str, keys: Keys, name: str) -> str:
    return f"{link}as/{keys.code_of(name)}"
