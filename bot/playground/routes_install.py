"""The install pages: Slack's OAuth consent, and the button of an app's own settings; they hold no rule.

https://docs.slack.dev/authentication/installing-with-oauth
"""

from __future__ import annotations

import html
import string
import urllib.parse
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from aiohttp import web

from bot.playground.oauth import CODE_SECONDS, Grant, read_request
from bot.playground.refusals import Refused

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from bot.playground.cast import InstalledApp, Person, Registration
    from bot.playground.oauth import Request
    from bot.playground.workspace import Workspace

PAGE = Path(__file__).with_name("page") / "install.html"


@dataclass(frozen=True, slots=True, kw_only=True)
class InstallRoutes:
    """The pages on the workspaces beside `workspace`."""

    workspace: Workspace

    def routes(self) -> list[web.RouteDef]:
        """What aiohttp adds."""
        return [
            web.get("/oauth/v2/authorize", self._ask),
            web.post("/oauth/v2/authorize", self._decide),
            web.get("/install", self._settings),
            web.post("/install", self._install),
        ]

    async def _ask(self, request: web.Request) -> web.Response:
        try:
            asked = read_request(self.workspace.common.registration, request.query)
        except Refused as refused:
            return _refusal(refused)
        return self._form(asked.scopes, query=request.query_string)

    async def _decide(self, request: web.Request) -> web.Response:
        """The person's yes or no, which leads back to the app."""
        form = {name: str(value) for name, value in (await request.post()).items()}
        try:
            asked = read_request(
                self.workspace.common.registration, dict(urllib.parse.parse_qsl(form.get("query", "")))
            )
            if form.get("decision") != "allow":
                raise web.HTTPFound(asked.answer(error="access_denied"))
            workspace, person = self._who(form.get("who", ""))
        except Refused as refused:
            return _refusal(refused)
        workspace.admit(self._registration(), asked.scopes)
        raise web.HTTPFound(asked.answer(code=_code(workspace, person, asked)))

    async def _settings(self, _request: web.Request) -> web.Response:
        if self.workspace.common.registration is None:
            return _page("No app is here yet", _lines(["Its manifest comes first."]))
        return self._form(self.workspace.common.registration.manifest.scopes, query=None)

    async def _install(self, request: web.Request) -> web.Response:
        """The settings' button: no code, the token stands on the page."""
        who = str((await request.post()).get("who", ""))
        try:
            workspace, _ = self._who(who)
            registration = self._registration()
        except Refused as refused:
            return _refusal(refused)
        app = workspace.admit(registration, registration.manifest.scopes)
        return _page(f"{app.name} is in {workspace.team.name}", _tokens(app))

    def _form(self, scopes: Sequence[str], *, query: str | None) -> web.Response:
        registration = self._registration()
        hidden = "" if query is None else f'<input type="hidden" name="query" value="{html.escape(query)}">'
        cancel = "" if query is None else '<button name="decision" value="cancel">Cancel</button>'
        body = (
            f"<p>{html.escape(registration.manifest.name)} asks for:</p>{_lines(scopes)}"
            f'<form method="post">{hidden}'
            f'<label>Install as <select name="who">{self._people()}</select></label>'
            f'<p><button name="decision" value="allow" class="yes">Allow</button> {cancel}</p></form>'
        )
        return _page(f"Install {registration.manifest.name}", body)

    def _people(self) -> str:
        groups = []
        for workspace in self.workspace.all:
            state = ", where it is installed" if workspace.app is not None else ""
            options = "".join(
                f'<option value="{workspace.team_id}/{person.id}">{html.escape(person.name)}</option>'
                for person in workspace.people.values()
                if not person.is_bot
            )
            label = html.escape(f"{workspace.team.name}{state}")
            groups.append(f'<optgroup label="{label}">{options}</optgroup>')
        return "".join(groups)

    def _who(self, given: str) -> tuple[Workspace, Person]:
        team, _, user = given.partition("/")
        for workspace in self.workspace.all:
            person = workspace.people.get(user)
            if workspace.team_id == team and person is not None and not person.is_bot:
                return workspace, person
        raise Refused("invalid_team_for_non_distributed_app", messages=["Choose a person of a workspace."])

    def _registration(self) -> Registration:
        if self.workspace.common.registration is None:
            raise Refused("invalid_client_id")
        return self.workspace.common.registration


def _code(workspace: Workspace, person: Person, asked: Request) -> str:
    code = f"{workspace.ids.digits(12)}.{workspace.ids.digits(13)}.{workspace.ids.hexadecimal(64)}"
    expires = workspace.monotonic() + CODE_SECONDS
    grant = Grant(team_id=workspace.team_id, person=person.id, request=asked, expires=expires)
    workspace.common.codes.give(code, grant)
    return code


def _tokens(app: InstalledApp) -> str:
    """What the app is started with; the client's pair stands apart, as Bolt takes it for a wish for OAuth."""
    tokens = {
        "SLACK_BOT_TOKEN": app.bot_token,
        "SLACK_APP_TOKEN": app.app_token,
        "SLACK_SIGNING_SECRET": app.signing_secret,
    }
    client = {"SLACK_CLIENT_ID": app.client_id, "SLACK_CLIENT_SECRET": app.client_secret}
    link = f'<p><a href="/?team={app.team_id}">To the workspace</a></p>'
    return f"{_pairs(tokens)}<p>Only for an app that installs by OAuth:</p>{_pairs(client)}{link}"


def _pairs(named: Mapping[str, str]) -> str:
    rows = "\n".join(f"{name}={value}" for name, value in named.items())
    return f"<pre>{html.escape(rows)}</pre>"


def _refusal(refused: Refused) -> web.Response:
    return _page(f"Slack says: {refused.code}", _lines(refused.messages), status=400)


def _lines(lines: Iterable[str]) -> str:
    return f"<ul>{''.join(f'<li>{html.escape(line)}</li>' for line in lines)}</ul>"


def _page(title: str, body: str, *, status: int = 200) -> web.Response:
    """The page's one template; `body` is HTML."""
    template = string.Template(PAGE.read_text("utf-8"))
    text = template.substitute(title=html.escape(title), body=body)
    return web.Response(text=text, content_type="text/html", status=status)
