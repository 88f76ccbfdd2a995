"""What a request has to say to be let in."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sem.web.gate import gate_for, is_loopback, names_served, origin

LOCAL = gate_for(names_served("127.0.0.1"), 8470)


@pytest.mark.parametrize("host", ["127.0.0.1:8470", "localhost:8470", "[::1]:8470", "LOCALHOST:8470"])
def test_a_server_on_loopback_answers_to_the_names_of_this_machine(host: str) -> None:
    assert LOCAL.knows_host(host)


@pytest.mark.parametrize(
    "host",
    ["evil.example", "evil.example:8470", "127.0.0.1", "127.0.0.1:80", "127.0.0.1.nip.io:8470", "localhost.:8470", "",
     "127.0.0.1:8470@evil.example", "192.168.1.5:8470", "0.0.0.0:8470"],
)  # fmt: skip
def test_a_name_that_somebody_else_lets_point_here_is_not_answered(host: str) -> None:
    assert not LOCAL.knows_host(host)


@pytest.mark.parametrize(
    "said",
    [None, "null", "", "http://evil.example", "https://127.0.0.1:8470", "http://127.0.0.1", "http://127.0.0.1:8471",
     "http://localhost:8470", "http://127.0.0.1:8470.evil.example", "http://127.0.0.1:8470/"],
)  # fmt: skip
def test_only_a_page_from_the_very_address_it_asks_is_let_in(said: str | None) -> None:
    assert not LOCAL.is_own_page(said, "127.0.0.1:8470")
    assert LOCAL.is_own_page("http://127.0.0.1:8470", "127.0.0.1:8470")


@pytest.mark.parametrize("fetched", ["cross-site", "same-site", "none"])
def test_what_the_browser_says_about_where_a_page_is_counts_too(fetched: str) -> None:
    assert not LOCAL.is_own_page("http://127.0.0.1:8470", "127.0.0.1:8470", fetched)
    assert LOCAL.is_own_page("http://127.0.0.1:8470", "127.0.0.1:8470", "same-origin")


@given(st.text(), st.text())
def test_no_text_at_all_gets_in_but_those_on_the_list(host: str, said: str) -> None:
    assert LOCAL.knows_host(host) == (host.lower() in {"127.0.0.1:8470", "localhost:8470", "[::1]:8470"})
    assert not LOCAL.is_own_page(said, host) or (said in LOCAL.origins and LOCAL.knows_host(host))


def test_a_server_for_the_network_answers_to_its_addresses_and_names_and_still_to_loopback() -> None:
    names = names_served("0.0.0.0")
    assert {"127.0.0.1", "localhost"} < set(names)
    assert "0.0.0.0" not in names
    assert not is_loopback(names[0])


def test_a_server_on_one_address_answers_to_that_one_only() -> None:
    assert names_served("192.168.1.5") == ("192.168.1.5",)


def test_a_proxy_makes_one_more_address() -> None:
    gate = gate_for(names_served("127.0.0.1"), 8470, "https://sem.example.org")
    assert gate.is_own_page("https://sem.example.org", "sem.example.org")
    assert not gate.is_own_page("http://sem.example.org", "sem.example.org")
    assert not gate.is_own_page("https://sem.example.org", "127.0.0.1:8470")


@pytest.mark.parametrize(
    ("parts", "written"),
    [(("http", "a", 80), "http://a"), (("https", "a", 443), "https://a"), (("http", "::1", 8470), "http://[::1]:8470"),
     (("https", "a", 80), "https://a:80")],
)  # fmt: skip
def test_an_address_is_written_as_browsers_do(parts: tuple[str, str, int], written: str) -> None:
    assert origin(*parts) == written


@pytest.mark.parametrize(
    ("host", "local"),
    [("127.0.0.1", True), ("127.8.0.1", True), ("::1", True), ("localhost", True), ("0.0.0.0", False), ("::", False),
     ("192.168.1.5", False), ("west.local", False), ("localhost.evil.example", False)],
)  # fmt: skip
def test_only_what_cannot_leave_this_machine_is_loopback(host: str, local: bool) -> None:
    assert is_loopback(host) is local
