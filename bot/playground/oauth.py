"""Installing by OAuth: what an app may ask for, and the codes that stand for a yes; it knows no HTTP.

https://docs.slack.dev/authentication/installing-with-oauth
"""

from __future__ import annotations

import urllib.parse
from dataclasses import dataclass
from typing import TYPE_CHECKING

from bot.playground.addresses import at_this_machine
from bot.playground.refusals import Refused

if TYPE_CHECKING:
    from collections.abc import Mapping

    from bot.playground.cast import Registration

CODE_SECONDS = 600.0
"""A code is good for ten minutes: the page above."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Request:
    """What an app's link to the install page asks for; `state` comes back to it untouched."""

    scopes: tuple[str, ...]
    redirect_uri: str
    state: str
    uri_given: bool

    def answer(self, **found: str) -> str:
        """The address that leads back to the app with these fields."""
        parts = urllib.parse.urlsplit(self.redirect_uri)
        query = [*urllib.parse.parse_qsl(parts.query), *found.items(), ("state", self.state)]
        return parts._replace(query=urllib.parse.urlencode(query)).geturl()


def read_request(registration: Registration | None, query: Mapping[str, str]) -> Request:
    """The request of an install link; refuses with the codes that Slack's own page shows, as far as known."""
    if registration is None or query.get("client_id") != registration.client_id:
        raise Refused("invalid_client_id")
    if query.get("user_scope"):
        raise Refused("invalid_scope", messages=["The playground has no tokens that act as a person."])
    scopes = tuple(scope for scope in query.get("scope", "").split(",") if scope)
    if not scopes:
        raise Refused("no_scopes")
    beyond = sorted(set(scopes) - {*registration.manifest.scopes, *registration.manifest.optional_scopes})
    if beyond:
        raise Refused("invalid_scope", messages=[f"The manifest does not ask for {', '.join(beyond)}."])
    return Request(
        scopes=scopes,
        redirect_uri=_redirect(registration.manifest.redirect_urls, query.get("redirect_uri", "")),
        state=query.get("state", ""),
        uri_given="redirect_uri" in query,
    )


def _redirect(known: tuple[str, ...], given: str) -> str:
    """The address to lead back to: the one given, at or below one of the manifest's, else their first."""
    wanted = given or next(iter(known), "")
    if not wanted or not any(_below(wanted, url) for url in known):
        raise Refused("bad_redirect_uri", messages=[f"The manifest's redirect_urls do not cover {wanted!r}."])
    try:
        return at_this_machine(wanted)
    except ValueError as elsewhere:
        raise Refused("bad_redirect_uri", messages=[str(elsewhere)]) from None


def _below(wanted: str, known: str) -> bool:
    asked, allowed = urllib.parse.urlsplit(wanted), urllib.parse.urlsplit(known)
    path = allowed.path.rstrip("/")
    same = (asked.scheme, asked.netloc) == (allowed.scheme, allowed.netloc)
    return (
        same and (asked.path == allowed.path or asked.path.startswith(f"{path}/")) and ".." not in asked.path
    )


@dataclass(slots=True, kw_only=True)
class Grant:
    """A person's yes: to what, until which monotonic second."""

    team_id: str
    person: str
    request: Request
    expires: float
    spent: bool = False


class Codes:
    """Every code that was ever given."""

    def __init__(self) -> None:
        self._grants: dict[str, Grant] = {}

    def give(self, code: str, grant: Grant) -> None:
        """Keep what this code stands for."""
        self._grants[code] = grant

    def redeem(self, code: str, redirect_uri: str, *, seconds: float) -> Grant:
        """What the code stands for, once; the redirect_uri must be the link's, if the link had one."""
        grant = self._grants.get(code)
        if grant is None or seconds > grant.expires:
            raise Refused("invalid_code")
        if grant.spent:
            raise Refused("code_already_used")
        if redirect_uri != (grant.request.redirect_uri if grant.request.uri_given else redirect_uri):
            raise Refused("bad_redirect_uri")
        grant.spent = True
        return grant
