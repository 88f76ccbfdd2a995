"""The server: one link for a round, its pages, and a process of its own behind each tab that answers."""

from __future__ import annotations

import asyncio
import json
from collections import defaultdict
from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass
from importlib.resources import files
from pathlib import Path
from typing import TYPE_CHECKING, Any

from aiohttp import WSCloseCode, WSMsgType, hdrs, web

from sem.errors import InvalidError, NotFoundError, SemError
from sem.i18n import Language, language, parse_language, speaking
from sem.i18n import gettext as _
from sem.model.assessment import Round, RoundState
from sem.web.door import Door, TakenError
from sem.web.gate import Gate, gate_for
from sem.web.keys import Identity, Keys
from sem.web.pages import (
    About,
    Progress,
    enter_page,
    full_page,
    headers,
    message_page,
    questions_page,
    ready_page,
)
from sem.web.sitting import Sitting

if TYPE_CHECKING:
    from sem.store import Store

Handler = Callable[[web.Request], Awaitable[web.StreamResponse]]

DONE, FULL, ELSEWHERE = 4000, 4001, 4002
"""With what a websocket is closed, for the script of the page: one is done, there is no place, another tab has it."""
MOST_TABS = 2
"""Of one person; a further one takes the place of the oldest."""
IDLE = 1800.0
"""Seconds after which a tab in which nothing happens gives up its place."""
_HEARTBEAT = 15.0
_LARGEST_FORM, _LARGEST_MESSAGE = 1 << 14, 1 << 20
_COOKIE_DAYS = 14
_WRONG_CODE_PAUSE = 1.0
"""Seconds that a wrong code keeps the next one waiting, whoever tries it."""

_OURS = files("sem.web") / "static"
_THEIRS = files("textual_serve") / "static"
_ASSETS = {
    "page.css": (_OURS, "text/css"),
    "questions.js": (_OURS, "text/javascript"),
    "js/textual.js": (_THEIRS, "text/javascript"),
    "css/xterm.css": (_THEIRS, "text/css"),
    "fonts/RobotoMono-VariableFont_wght.ttf": (_THEIRS, "font/ttf"),
    "fonts/RobotoMono-Italic-VariableFont_wght.ttf": (_THEIRS, "font/ttf"),
}
"""All that is served as a file; of textual-serve only what the terminal in the page needs."""


@dataclass(frozen=True, slots=True)
class Serving:
    """What is served to whom.

    Args:
        data: The workspace.
        state: The folder for what belongs to this machine alone.
        round: The round.
        team: The team's name.
        keys: The round's keys.
        names: The names and addresses that lead to this server.
        public: The address under which a proxy shows it; empty where there is none.
        most: How many may answer at once.
        look: Language, theme and characters to begin with.
    """

    data: Path
    state: Path
    round: Round
    team: str
    keys: Keys
    names: tuple[str, ...]
    public: str
    most: int
    look: Mapping[str, str]


class Server:
    """Answers the requests for one round.

    Args:
        store: Where the round is.
        serving: What is served to whom.
        port: The port that it listens on.
        narrate: Tells the facilitator something; never who answers, or when.
    """

    def __init__(self, store: Store, serving: Serving, port: int, narrate: Callable[[str], object]) -> None:
        self._store, self._serving, self._narrate = store, serving, narrate
        self._keys = serving.keys
        self._gate: Gate = gate_for(serving.names, port, serving.public)
        self._door = Door(store, serving.round, serving.keys)
        self._about = About(serving.team, serving.round, store.questionnaire(serving.round).title)
        self._cookie = f"sem-{serving.round.id}"
        self._looks: dict[str, Mapping[str, str]] = defaultdict(lambda: serving.look)
        self._progress: dict[str, Progress] = {}
        self._tabs: dict[web.WebSocketResponse, str] = {}
        self._one_code_at_a_time = asyncio.Lock()

    def app(self) -> web.Application:
        """Return what aiohttp runs."""
        app = web.Application(middlewares=[self._guarded], client_max_size=_LARGEST_FORM)
        app.add_routes(
            [
                web.get("/{token}/", self._home),
                web.post("/{token}/", self._enter),
                web.get("/{token}/as/{code}", self._personal),
                web.post("/{token}/leave", self._leave),
                web.get("/{token}/answer", self._answer),
                web.get("/{token}/ws", self._connect),
                web.get("/static/{name:.+}", _asset),
            ]
        )
        app.on_response_prepare.append(self._add_headers)
        app.on_shutdown.append(self._close_all)
        return app

    @property
    def people(self) -> int:
        """How many people have the questions open."""
        return len({*self._tabs.values()})

    # What holds for every request.

    @property
    def _guarded(self) -> Any:
        @web.middleware
        async def guarded(request: web.Request, handler: Handler) -> web.StreamResponse:
            if not self._gate.knows_host(request.host):
                return web.Response(status=403, text="403")
            upgrade = request.path.endswith("/ws")
            if (upgrade or request.method != hdrs.METH_GET) and not self._gate.is_own_page(
                request.headers.get(hdrs.ORIGIN), request.host, request.headers.get("Sec-Fetch-Site")
            ):
                return web.Response(status=403, text="403")
            token = request.match_info.get("token")
            try:
                if token is not None and not self._keys.is_token(token):
                    raise web.HTTPNotFound
                return await handler(request)
            except web.HTTPNotFound:
                return self._say(request, 404, lambda: (_("This link does not work"), _("Ask for a new one.")))
            except web.HTTPException:
                raise
            except SemError as error:
                told = str(error)
                return self._say(request, 500, lambda: (_("That did not work"), told))
            except Exception as error:
                # Not the request itself: its address holds the token.
                self._narrate(_("A page could not be made: {what}.").format(what=repr(error)))
                return self._say(request, 500, lambda: (_("That did not work"), _("Ask who leads the session.")))

        return guarded

    async def _add_headers(self, request: web.Request, response: web.StreamResponse) -> None:
        connect = f"{'wss' if self._is_public(request) else 'ws'}://{request.host}"
        for name, value in headers(connect if self._gate.knows_host(request.host) else "").items():
            response.headers[name] = value
        response.headers.setdefault(hdrs.CACHE_CONTROL, "no-store")
        response.headers.popall(hdrs.SERVER, None)

    def _is_public(self, request: web.Request) -> bool:
        return self._serving.public == f"https://{request.host.lower()}"

    def _page(self, request: web.Request, make: Callable[[], str], status: int = 200) -> web.Response:
        """Return a page in the language of whoever asks."""
        with speaking(self._language(request)):
            return web.Response(text=make(), content_type="text/html", status=status)

    def _say(self, request: web.Request, status: int, words: Callable[[], tuple[str, str]]) -> web.Response:
        return self._page(request, lambda: message_page(*words()), status)

    def _language(self, request: web.Request) -> Language:
        wish = parse_language(request.query.get("lang", ""))
        identity = self._identity(request)
        if wish is not None:
            return wish
        if identity is not None and identity.key in self._looks:
            return parse_language(self._looks[identity.key]["language"]) or language()
        accepted = request.headers.get(hdrs.ACCEPT_LANGUAGE, "").split(",")
        return next(filter(None, (parse_language(one.partition(";")[0]) for one in accepted)), language())

    def _identity(self, request: web.Request) -> Identity | None:
        identity = self._keys.read(request.cookies.get(self._cookie, ""))
        return identity if identity is not None and self._door.admits(identity) else None

    def _prefer(self, identity: Identity, chosen: Mapping[str, str]) -> None:
        """Remember what somebody chose of language, theme and characters."""
        self._looks[identity.key] = {**self._looks[identity.key], **chosen}

    def _round_now(self) -> Round | None:
        """Return the round as it is at this moment; None where it is gone."""
        rounds = self._store.rounds(self._serving.round.team_id)
        return next((one for one in rounds if one.id == self._serving.round.id), None)

    def _over(self, request: web.Request) -> web.Response | None:
        """Return the page that says that no more answers are taken; None while they are."""
        now = self._round_now()
        if now is not None and now.state is RoundState.OPEN:
            return None
        return self._say(
            request,
            200,
            lambda: (_("This round takes no more answers"), _("What you answered is saved. Thank you!")),
        )

    # The pages.

    async def _home(self, request: web.Request) -> web.StreamResponse:
        if over := self._over(request):
            return over
        identity = self._identity(request)
        if identity is None:
            return self._page(request, lambda: enter_page(self._about))
        self._door.let_in(identity)
        code = identity.code or self._keys.code_of(identity.name)
        # The questions speak as this page does, also to who came by a personal link or from before a restart.
        self._prefer(identity, {"language": self._language(request)})
        return self._page(request, lambda: ready_page(self._about, identity, code, self._progress.get(identity.key)))

    async def _enter(self, request: web.Request) -> web.StreamResponse:
        if over := self._over(request):
            return over
        form = await request.post()
        name, code = str(form.get("name", "")), str(form.get("code", "")).strip()
        spoken = self._language(request)
        try:
            identity = await self._let_in(name, code, spoken)
        except (InvalidError, NotFoundError) as error:
            refused, ask = error, bool(code) or isinstance(error, TakenError)
            return self._page(request, lambda: enter_page(self._about, name, refused, ask), 422)
        self._prefer(identity, {"language": spoken})
        return self._welcome(request, identity)

    async def _let_in(self, name: str, code: str, spoken: Language) -> Identity:
        if not code:
            with speaking(spoken):
                return self._door.enter(name, code)
        async with self._one_code_at_a_time:
            try:
                with speaking(spoken):
                    return self._door.enter(name, code)
            except SemError:
                await asyncio.sleep(_WRONG_CODE_PAUSE)
                raise

    async def _personal(self, request: web.Request) -> web.StreamResponse:
        async with self._one_code_at_a_time:
            meant = self._door.whose_code(request.match_info["code"])
            if meant is None:
                await asyncio.sleep(_WRONG_CODE_PAUSE)
                raise web.HTTPNotFound
        known = self._identity(request)
        if known is not None and known.key != meant.key:
            return self._say(
                request,
                403,
                lambda: (
                    _("This link is for somebody else"),
                    _("In this browser {name} answers. Open your own link.").format(name=known.name),
                ),
            )
        self._door.let_in(meant)
        return self._welcome(request, meant, "../")

    def _welcome(self, request: web.Request, identity: Identity, home: str = "./") -> web.Response:
        answer = web.Response(status=303, headers={hdrs.LOCATION: home})
        answer.set_cookie(
            self._cookie,
            self._keys.sign(identity),
            path=f"/{self._keys.token}/",
            # Without a name nothing stays once the browser is closed: whoever uses it next would be in.
            max_age=_COOKIE_DAYS * 86400 if identity.name else None,
            httponly=True,
            samesite="Lax",
            secure=self._is_public(request),
        )
        return answer

    async def _leave(self, _request: web.Request) -> web.StreamResponse:
        answer = web.Response(status=303, headers={hdrs.LOCATION: "./"})
        answer.del_cookie(self._cookie, path=f"/{self._keys.token}/")
        return answer

    async def _answer(self, request: web.Request) -> web.StreamResponse:
        if over := self._over(request):
            return over
        identity = self._identity(request)
        if identity is None:
            return web.Response(status=303, headers={hdrs.LOCATION: "./"})
        if self._is_full_for(identity):
            return self._page(request, lambda: full_page(self._about), 503)
        return self._page(request, lambda: questions_page(self._about, "/static/"))

    # The questions.

    def _is_full_for(self, identity: Identity) -> bool:
        """Whether there is no place; who has one keeps it, so that a page can be loaded anew."""
        sitting = {*self._tabs.values()}
        return len(sitting) >= self._serving.most and identity.key not in sitting

    async def _connect(self, request: web.Request) -> web.StreamResponse:
        identity = self._identity(request)
        if identity is None:
            return web.Response(status=403, text="403")
        self._door.let_in(identity)
        tab = web.WebSocketResponse(heartbeat=_HEARTBEAT, max_msg_size=_LARGEST_MESSAGE)
        await tab.prepare(request)
        if self._is_full_for(identity):
            await tab.close(code=FULL)
            return tab
        own = [other for other, key in self._tabs.items() if key == identity.key]
        self._tabs[tab] = identity.key
        try:
            if len(own) >= MOST_TABS:
                await own[0].close(code=ELSEWHERE)
            await self._sit(tab, identity, _size(request.query))
        finally:
            self._tabs.pop(tab, None)
        return tab

    async def _sit(self, tab: web.WebSocketResponse, identity: Identity, size: tuple[int, int]) -> None:
        """Run the questions in a tab until one of both ends."""
        finished = False

        def told(said: Mapping[str, Any]) -> None:
            nonlocal finished
            if said["type"] == "prefer":
                self._prefer(identity, {name: str(value) for name, value in said.items() if name in self._serving.look})
            elif said["type"] == "finished":
                finished = True
                self._progress[identity.key] = Progress(said["answered"], said["questions"])

        seat = {"team": self._serving.round.team_id, "round": self._serving.round.id,
                "name": identity.name, "code": identity.code, "proved": identity.proved}  # fmt: skip
        begin = {"data": str(self._serving.data), "state": str(self._serving.state), "seat": seat,
                 "look": dict(self._looks[identity.key])}  # fmt: skip
        sitting = Sitting(begin, tab.send_bytes, told)
        asking = asyncio.create_task(sitting.run(*size))
        typing = asyncio.create_task(_pass_on(tab, sitting))
        try:
            await asyncio.wait([asking, typing], return_when=asyncio.FIRST_COMPLETED)
        finally:
            typing.cancel()
            if not asking.done():
                asking.cancel()
            end, _typed = await asyncio.gather(asking, typing, return_exceptions=True)
            if end and not isinstance(end, asyncio.CancelledError | ConnectionError):
                self._narrate(_("The questions in a tab ended with a mistake: {what}.").format(what=repr(end)))
            await tab.close(code=DONE if finished else WSCloseCode.GOING_AWAY)

    async def _close_all(self, _app: web.Application) -> None:
        await asyncio.gather(*(tab.close(code=WSCloseCode.GOING_AWAY) for tab in [*self._tabs]))


async def _pass_on(tab: web.WebSocketResponse, sitting: Sitting) -> None:
    """Pass on what comes from a tab, until it is closed or nothing comes any more."""
    while True:
        try:
            message = await tab.receive(timeout=IDLE)
        except TimeoutError:
            return
        if message.type is not WSMsgType.TEXT:
            if message.type in (WSMsgType.CLOSE, WSMsgType.CLOSING, WSMsgType.CLOSED, WSMsgType.ERROR):
                return
            continue
        match _understood(message.data):
            case ["stdin", str(text)]:
                await sitting.type(text)
            case ["resize", {"width": int(width), "height": int(height)}]:
                await sitting.resize(width, height)
            case ["focus" | "blur" as what]:
                await sitting.look(what == "focus")
            case ["ping", str(stamp)]:
                await tab.send_json(["pong", stamp])


def _understood(text: str) -> object:
    try:
        return json.loads(text)
    except (ValueError, RecursionError):
        return None


def _size(query: Mapping[str, str]) -> tuple[int, int]:
    width, height = query.get("width", ""), query.get("height", "")
    return (int(width) if width.isdecimal() else 80, int(height) if height.isdecimal() else 24)


async def _asset(request: web.Request) -> web.StreamResponse:
    name = request.match_info["name"]
    if name not in _ASSETS:
        raise web.HTTPNotFound
    folder, kind = _ASSETS[name]
    content = folder.joinpath(*name.split("/")).read_bytes()
    return web.Response(body=content, content_type=kind, headers={hdrs.CACHE_CONTROL: "max-age=3600"})
