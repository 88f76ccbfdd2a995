"""Who may ask the server anything at all: the addresses it answers to, and pages of its own only."""

from __future__ import annotations

import ipaddress
import socket
from collections.abc import Iterable
from contextlib import suppress
from dataclasses import dataclass
from urllib.parse import urlsplit

LOOPBACK = ("127.0.0.1", "localhost", "::1")
_DEFAULT_PORTS = {"http": 80, "https": 443}


def is_loopback(host: str) -> bool:
    """Whether only this machine can reach a server on this address."""
    if host == "localhost":
        return True
    try:
        return ipaddress.ip_address(host).is_loopback
    except ValueError:
        return False


def _is_every_address(host: str) -> bool:
    try:
        return ipaddress.ip_address(host).is_unspecified
    except ValueError:
        return False


def own_names() -> tuple[str, ...]:
    """Return the names and addresses under which others on the network may know this machine, the likeliest first."""
    name = socket.gethostname().lower()
    found: list[str] = []
    # Where a packet to the outside would leave tells the address on the network; connecting this way sends none.
    for family, outside in ((socket.AF_INET, "192.0.2.1"), (socket.AF_INET6, "2001:db8::1")):
        try:
            with socket.socket(family, socket.SOCK_DGRAM) as probe:
                probe.connect((outside, 9))
                found.append(str(probe.getsockname()[0]))
        except OSError:
            continue
    with suppress(OSError):
        found += [str(address[0]) for *_kind, address in socket.getaddrinfo(name, None)]
    names = [name, f"{name.partition('.')[0]}.local"] if name else []
    return tuple(dict.fromkeys(one for one in [*found, *names] if not one.startswith("fe80")))


def names_served(host: str) -> tuple[str, ...]:
    """Return all names and addresses that lead to a server on `host`, the one for links first."""
    if is_loopback(host):
        return tuple(dict.fromkeys([host, *LOOPBACK]))
    if _is_every_address(host):
        return tuple(dict.fromkeys([*own_names(), *LOOPBACK]))
    return (host.lower(),)


@dataclass(frozen=True, slots=True)
class Gate:
    """What a request has to say to be let in.

    A page elsewhere that lets its name point to this machine sends that name as Host, and a page elsewhere that
    connects to this machine sends its own address as Origin: neither is on the list.

    Args:
        origins: Scheme, name and port of everything that leads here, such as ``http://127.0.0.1:8470``.
    """

    origins: frozenset[str]

    def knows_host(self, host: str) -> bool:
        """Whether a Host header names this server."""
        return any(urlsplit(origin).netloc == host.lower() for origin in self.origins)

    def is_own_page(self, origin: str | None, host: str, fetched_from: str | None = None) -> bool:
        """Whether a page of this server sends something, to the very address it came from.

        Args:
            origin: The Origin header; without one nothing is let in.
            host: The Host header.
            fetched_from: The Sec-Fetch-Site header, which not every browser sends.
        """
        return (
            origin is not None
            and origin in self.origins
            and urlsplit(origin).netloc == host.lower()
            and fetched_from in (None, "same-origin")
        )


def gate_for(names: Iterable[str], port: int, public: str = "") -> Gate:
    """Return the gate of a server.

    Args:
        names: The names and addresses that lead to it.
        port: Its port.
        public: The address under which a proxy shows it; empty where there is none.
    """
    origins = {origin("http", name, port) for name in names}
    if public:
        origins.add(public)
    return Gate(frozenset(origins))


def origin(scheme: str, name: str, port: int) -> str:
    """Return what a browser calls this place."""
    written = f"[{name}]" if ":" in name else name
    return f"{scheme}://{written}" if port == _DEFAULT_PORTS[scheme] else f"{scheme}://{written}:{port}"
