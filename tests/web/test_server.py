"""The server as browsers, and others, find it: pages, tokens, cookies, and what is refused."""

from __future__ import annotations

import re

import aiohttp
import pytest

from sem.model.assessment import RoundKind
from sem.web.keys import Identity, Keys
from tests.web.conftest import TODAY, Browser, Place, Serve


async def status(place: Place, path: str, **options: object) -> int:
    browser = place.browser()
    async with browser.session.get(browser.own["Origin"] + path, **options) as page:  # type: ignore[arg-type]
        return page.status


async def refused(browser: Browser, headers: dict[str, str]) -> None:
    """See that the questions do not open for a request with some headers."""
    with pytest.raises(aiohttp.WSServerHandshakeError) as told:
        async with browser.questions(headers=headers):
            pass
    assert told.value.status == 403, headers


def token_of(place: Place) -> str:
    return f"/{place.serving.keys.token}/"


class TestTheLink:
    """Without its token there is nothing to see."""

    async def test_it_asks_who_one_is(self, serve: Serve) -> None:
        place = await serve(scope="Our team, not the whole house")
        code, page = await place.browser().get()
        assert code == 200
        for words in ("De Linde", "Our team, not the whole house", "Your name"):
            assert words in page

    async def test_without_the_token_nothing_is_there(self, serve: Serve) -> None:
        place = await serve()
        for path in ("/", "/ws", "/answer", "/static/", "/static", "/download/x", "//", "/%2e%2e/"):
            assert await status(place, path) in (403, 404), path

    async def test_anothers_token_is_refused_everywhere(self, serve: Serve) -> None:
        place = await serve()
        for token in (Keys(b"x" * 32).token, place.serving.keys.token.upper(), place.serving.keys.token[:-1], "%00"):
            for path in ("", "answer", "as/7KQF-2M9X"):
                assert await status(place, f"/{token}/{path}") == 404
            stranger = place.browser()
            stranger.link = f"{stranger.own['Origin']}/{token}/"
            assert (await stranger.enter("Anouk"))[0] == 404
            with pytest.raises(aiohttp.WSServerHandshakeError, match="404"):
                async with stranger.questions():
                    pass

    async def test_only_the_files_of_the_page_are_served(self, serve: Serve) -> None:
        place = await serve()
        for name in ("../server.py", "..%2fserver.py", "%2e%2e/keys.py", "js/../../server.py", "js", ""):
            assert await status(place, f"/static/{name}") == 404, name

    async def test_nothing_is_loaded_from_elsewhere(self, serve: Serve) -> None:
        place = await serve()
        browser = place.browser()
        await browser.enter("Anouk")
        _code, page = await browser.get("answer")
        named = re.findall(r'(?:src|href|action)="([^"]*)"', page)
        assert len(named) >= 4
        for address in named:
            assert address.startswith(("/static/", "data:,")), address
            if address.startswith("/static/"):
                assert await status(place, address) == 200
        assert await status(place, "/static/fonts/RobotoMono-VariableFont_wght.ttf") == 200

    async def test_a_browser_is_told_to_load_nothing_from_elsewhere_and_to_tell_nobody(self, serve: Serve) -> None:
        place = await serve()
        browser = place.browser()
        for path in ("", "answer", "nothing"):
            async with browser.session.get(place.link + path, allow_redirects=False) as page:
                policy = dict(part.strip().split(" ", 1) for part in page.headers["Content-Security-Policy"].split(";"))
                assert policy["default-src"] == policy["frame-ancestors"] == policy["base-uri"] == "'none'"
                assert policy["script-src"] == policy["font-src"] == policy["form-action"] == "'self'"
                assert policy["connect-src"] == f"'self' ws://{page.url.authority}"
                assert page.headers["Referrer-Policy"] == "same-origin"
                assert page.headers["Cache-Control"] == "no-store"
                assert page.headers["X-Content-Type-Options"] == "nosniff"
                assert "Server" not in page.headers


class TestHostAndOrigin:
    """A page elsewhere gets nowhere, whatever name it lets point here."""

    async def test_another_host_is_refused_also_with_the_token(self, serve: Serve) -> None:
        place = await serve()
        for host in ("evil.example", "127.0.0.1.evil.example", "127.0.0.1", "192.168.1.5:8470"):
            for path in (token_of(place), f"{token_of(place)}answer", "/static/page.css"):
                assert await status(place, path, headers={"Host": host}) == 403, (host, path)

    async def test_a_form_from_elsewhere_is_refused(self, serve: Serve) -> None:
        place = await serve()
        for origin in ({}, {"Origin": "null"}, {"Origin": "http://evil.example"}):
            browser = place.browser()
            browser.own = origin
            assert (await browser.enter("Anouk"))[0] == 403, origin
            assert not list(browser.session.cookie_jar), origin

    async def test_a_foreign_websocket_is_refused_and_starts_nothing(self, serve: Serve) -> None:
        place = await serve()
        browser = place.browser()
        await browser.enter("Anouk")
        own = browser.own["Origin"]
        for headers in (
            {}, {"Origin": "null"}, {"Origin": "http://evil.example"}, {"Origin": "http://127.0.0.1"},
            {"Origin": own, "Host": "evil.example"}, {"Origin": own, "Sec-Fetch-Site": "cross-site"},
        ):  # fmt: skip
            await refused(browser, headers)
        assert place.told == []


class TestWhoOneIs:
    """A name is given once; the browser remembers it, and nobody else can take it."""

    async def test_a_name_leads_to_the_questions_and_the_browser_remembers_it(self, serve: Serve) -> None:
        place = await serve()
        browser = place.browser()
        code, page = await browser.enter("Anouk")
        assert code == 200
        assert "You answer as Anouk." in page
        assert place.serving.keys.code_of("Anouk") in page
        assert "You answer as Anouk." in (await browser.get())[1]

    async def test_the_cookie_is_out_of_reach_of_scripts_and_of_other_pages(self, serve: Serve) -> None:
        browser = (await serve()).browser()
        async with browser.session.post(
            browser.link, data={"name": "Anouk"}, headers=browser.own, allow_redirects=False
        ) as page:
            (cookie,) = page.headers.getall("Set-Cookie")
        assert "HttpOnly" in cookie
        assert "SameSite=Lax" in cookie
        assert f"Path={browser.link[len(browser.own['Origin']) :]}" in cookie

    async def test_another_browser_needs_the_code(self, serve: Serve) -> None:
        place = await serve()
        await place.browser().enter("Anouk")
        other = place.browser()
        code, page = await other.enter("anouk")
        assert code == 422
        assert "Somebody already answers as Anouk." in page
        assert place.serving.keys.code_of("Anouk") not in page
        code, page = await other.enter("anouk", "7KQF-2M9X")
        assert code == 422
        code, page = await other.enter("anouk", place.serving.keys.code_of("Anouk").lower())
        assert code == 200
        assert "You answer as Anouk." in page

    async def test_a_personal_link_needs_no_name(self, serve: Serve) -> None:
        place = await serve(invited=("Anouk", "Bram"))
        browser = place.browser()
        assert "You answer as Bram." in (await browser.get(f"as/{place.serving.keys.code_of('Bram')}"))[1]

    async def test_the_open_link_lets_nobody_in_as_somebody_invited_and_tells_no_code(self, serve: Serve) -> None:
        place = await serve(invited=("Anouk", "Bram"))
        other = place.browser()
        status, page = await other.enter("anouk")
        assert status == 422
        assert "Anouk has a link of their own. Open that, or type its code." in page
        assert place.serving.keys.code_of("Anouk") not in page
        assert not list(other.session.cookie_jar)
        assert "You answer as Anouk." in (await other.enter("anouk", place.serving.keys.code_of("Anouk")))[1]

    async def test_a_cookie_that_never_proved_the_name_of_somebody_invited_opens_nothing(self, serve: Serve) -> None:
        place = await serve(invited=("Anouk",))
        browser = place.browser()
        header = {"Cookie": f"sem-{place.round.id}={place.serving.keys.sign(Identity('Anouk'))}"}
        status, page = await browser.get(headers=header)
        assert status == 200
        assert "Your name" in page
        assert place.serving.keys.code_of("Anouk") not in page
        await refused(browser, browser.own | header)

    async def test_anothers_personal_link_is_refused_where_somebody_answers_already(self, serve: Serve) -> None:
        place = await serve(invited=("Anouk", "Bram"))
        browser = place.browser()
        await browser.get(f"as/{place.serving.keys.code_of('Anouk')}")
        code, page = await browser.get(f"as/{place.serving.keys.code_of('Bram')}")
        assert code == 403
        assert "This link is for somebody else" in page
        assert "You answer as Anouk." in (await browser.get())[1]

    async def test_a_cookie_that_is_not_ours_is_nobodys(self, serve: Serve) -> None:
        place = await serve()
        browser = place.browser()
        for cookie in ("", "x", "x.y", "é.ü"):
            header = {"Cookie": f"sem-{place.round.id}={cookie}"}
            assert "Your name" in (await browser.get(headers=header))[1], cookie
            await refused(browser, browser.own | header)

    async def test_a_cookie_of_another_round_is_nobodys(self, serve: Serve) -> None:
        place = await serve()
        browser = place.browser()
        signed = Keys(b"x" * 32).sign(Identity("Anouk"))
        await refused(browser, browser.own | {"Cookie": f"sem-{place.round.id}={signed}"})

    async def test_who_leaves_a_shared_browser_leaves_nothing_in_it(self, serve: Serve) -> None:
        place = await serve()
        browser = place.browser()
        await browser.enter("Anouk")
        async with browser.session.post(f"{browser.link}leave", headers=browser.own) as page:
            assert "Your name" in await page.text()
        assert (await browser.enter("Anouk"))[0] == 422
        assert "You answer as Bram." in (await browser.enter("Bram"))[1]

    async def test_without_a_name_the_questions_lead_back_to_the_first_page(self, serve: Serve) -> None:
        place = await serve()
        assert "Your name" in (await place.browser().get("answer"))[1]

    async def test_what_somebody_typed_is_shown_as_text(self, serve: Serve) -> None:
        place = await serve(scope='"><script>alert(1)</script>')
        browser = place.browser()
        hostile = "\"><img src=x onerror=alert(1)>'&amp;"
        _code, ready = await browser.enter(hostile)
        _code, refused = await place.browser().enter(hostile)
        for page in (ready, refused):
            assert "<img" not in page
            assert "<script>" not in page
            assert "&lt;img src=x onerror=alert(1)&gt;" in page

    async def test_an_alias_may_be_made_up(self, serve: Serve) -> None:
        place = await serve(RoundKind.ALIAS)
        browser = place.browser()
        assert "The name you choose" in (await browser.get())[1]
        assert "You answer as Fox." in (await browser.enter("Fox"))[1]
        assert "Choose another one." in (await place.browser().enter("fox"))[1]

    async def test_an_anonymous_round_asks_no_name_and_gives_a_code(self, serve: Serve) -> None:
        place = await serve(RoundKind.ANONYMOUS)
        browser = place.browser()
        assert 'name="name"' not in (await browser.get())[1]
        _code, page = await browser.enter()
        found = re.search(r'class="code">([^<]+)<', page)
        assert found
        assert found[1] in (await browser.get())[1], "the same browser goes on with the same code"
        (cookie,) = browser.session.cookie_jar
        assert not cookie["max-age"], "it is gone when the browser is closed"
        other = place.browser()
        assert found[1] in (await other.enter("", found[1]))[1]
        assert (await place.browser().enter("", "7KQF-2M9X"))[0] == 422


class TestLanguages:
    """Each sees the pages in their own language."""

    async def test_the_browser_says_which_language_and_the_page_offers_the_other(self, serve: Serve) -> None:
        browser = (await serve()).browser()
        assert "Je naam" in (await browser.get(headers={"Accept-Language": "nl-BE,nl;q=0.9,en;q=0.8"}))[1]
        assert "Your name" in (await browser.get(headers={"Accept-Language": "en-GB"}))[1]
        assert "Je naam" in (await browser.get("?lang=nl"))[1]
        assert "Your name" in (await browser.get("?lang=<script>"))[1]

    async def test_a_language_that_was_chosen_stays(self, serve: Serve) -> None:
        browser = (await serve()).browser()
        await browser.enter("Anouk")
        await browser.get("?lang=nl")
        assert "Je antwoordt als Anouk." in (await browser.get(headers={"Accept-Language": "en"}))[1]

    async def test_the_questions_behind_a_personal_link_speak_as_the_page_before_them(self, serve: Serve) -> None:
        place = await serve(invited=["Anouk"])
        browser = place.browser()
        await browser.get(f"as/{place.serving.keys.code_of('Anouk')}", headers={"Accept-Language": "nl"})
        async with browser.questions() as tab:
            await tab.until("Voor je begint")


async def test_a_round_that_is_closed_meanwhile_says_so_and_asks_nothing(serve: Serve) -> None:
    place = await serve()
    browser = place.browser()
    await browser.enter("Anouk")
    place.store.close_round(place.round, TODAY)
    for path in ("", "answer"):
        assert "This round takes no more answers" in (await browser.get(path))[1]
    assert "This round takes no more answers" in (await place.browser().enter("Bram"))[1]


async def test_a_page_that_can_not_be_made_tells_no_token_and_no_address(
    serve: Serve, capfd: pytest.CaptureFixture[str]
) -> None:
    place = await serve()
    browser = place.browser()
    damaged = [*(place.folder / "workspace").rglob("round~*")]
    assert damaged
    for path in damaged:
        path.write_bytes(b"{damaged")
    code, page = await browser.get()
    assert code == 500
    out, err = capfd.readouterr()
    for text in (out, err, "".join(place.told)):
        assert place.serving.keys.token not in text
        assert "Traceback" not in text
    assert "That did not work" in page
