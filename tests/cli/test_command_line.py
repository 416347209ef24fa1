"""The command line: verbs, help, wrong use, and the plan that it makes."""

from __future__ import annotations

import argparse
import datetime as dt
import json
import re
from contextlib import closing
from pathlib import Path

import pytest

from bot.blocks.ids import Action
from bot.cli.main import _parser, main
from bot.cli.manifest import MANIFEST
from bot.config import read_config
from bot.listeners.commands import COMMANDS
from bot.listeners.presses import PRESSES
from bot.store.plans import PlanId, PlanState
from bot.store.store import Store
from bot.store.workspaces import TeamId

README = (Path(__file__).parents[2] / "README.md").read_text("utf-8")


@pytest.fixture
def database(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A database of a bot that connected once, named in the environment."""
    file = tmp_path / "bot.db"
    monkeypatch.setenv("DATABASE_PATH", str(file))
    with closing(Store(file)) as store:
        store.write(lambda tx: tx.workspaces.connected(TeamId("T1"), name="Acme", bot_user="U1"))
    return file


def test_plan_add_makes_a_plan_and_its_introduction(
    database: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """The plan stands with its first hour, and its introduction is on the way."""
    code = main(["plan", "add", "--channel", "C0123ABCD", "--at", "09:00", "--zone", "Asia/Kolkata"])

    with closing(Store(database)) as store:
        (plan,) = store.read(lambda tx: tx.plans.of_team(TeamId("T1")))
        waiting = store.read(lambda tx: tx.outbox.waiting())
    assert code == 0
    assert plan.rule.schedule.at == dt.time(9)
    assert plan.rule.schedule.closes == dt.time(16)
    assert plan.next_due is not None
    assert f"{plan.next_due:%H:%M}" == "03:30"
    assert waiting == 1
    assert "First question: " in capsys.readouterr().out


@pytest.mark.usefixtures("database")
def test_plans_are_listed_and_previewed(capsys: pytest.CaptureFixture[str]) -> None:
    """With number, rule and next post; fourteen posts, their questions only when they are asked for."""
    empty = main(["plan", "list"])
    first = capsys.readouterr().out
    where = ["--channel", "C0123ABCD", "--at", "09:00", "--zone", "Asia/Kolkata"]
    main(["plan", "add", *where, "--skip", "2026-12-25", "--topic", "fastapi"])
    capsys.readouterr()
    codes = [main(words) for words in (["plan", "list"], ["plan", "preview", "1"])]
    listed, *posts = capsys.readouterr().out.splitlines()
    main(["plan", "preview", "1", "--titles"])
    spoiled = capsys.readouterr().out.splitlines()

    assert [empty, *codes] == [0, 0, 0]
    assert "No plans yet" in first
    assert listed.startswith("1  C0123ABCD  weekdays at 09:00 Kolkata time, FastAPI. Answer at 16:00. Next: ")
    assert len(posts) == 14
    assert all(" 09:00  FastAPI › " in post for post in posts)
    assert [line.startswith(post) for line, post in zip(spoiled, posts, strict=True)] == [True] * 14
    assert all(len(line) > len(post) + 20 for line, post in zip(spoiled, posts, strict=True))


@pytest.mark.usefixtures("database")
def test_a_plan_that_is_none_is_named(capsys: pytest.CaptureFixture[str]) -> None:
    """With the numbers that there are."""
    assert main(["plan", "preview", "9"]) == 1
    assert "There is no plan 9. There are: none." in capsys.readouterr().err


@pytest.mark.usefixtures("database")
@pytest.mark.parametrize(
    ("wrong", "mend"),
    [
        (("--at", "24:00"), "write it as 09:00"),
        (("--at", "\u0660\u0669:\u0660\u0660"), "write it as 09:00"),
        (("--zone", "../../etc/localtime"), "write one such as Europe/Berlin"),
        (("--zone", "CEST"), "write one such as Europe/Berlin"),
        (("--channel", "#general"), "is no channel id"),
        (("--days", "mon,funday"), "'fun' is no day"),
        (("--closes", "later"), "is no hour"),
        (("--skip", "25.12.2026"), "is no date here: write 2026-12-25"),
        (("--difficulty", "brutal"), "easy"),
    ],
)
def test_wrong_use_names_the_mend(
    wrong: tuple[str, str], mend: str, capsys: pytest.CaptureFixture[str]
) -> None:
    """A wrong argument ends with exit code 2 and what to write instead."""
    right = {"--channel": "C0123ABCD", "--at": "09:00", "--zone": "Europe/Berlin"} | dict([wrong])

    with pytest.raises(SystemExit) as ended:
        main(["plan", "add", *(word for pair in right.items() for word in pair)])

    assert ended.value.code == 2
    assert mend in capsys.readouterr().err


@pytest.mark.usefixtures("database")
def test_a_topic_that_the_bank_lacks_is_refused(capsys: pytest.CaptureFixture[str]) -> None:
    """A plan that could never post is not made."""
    place = ["--channel", "C0123ABCD", "--at", "09:00", "--zone", "Europe/Berlin"]

    code = main(["plan", "add", *place, "--topic", "cobol"])

    assert code == 1
    assert "No questions stand under 'cobol'" in capsys.readouterr().err


def test_a_refused_plan_goes_on_after_resume(database: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """It is introduced once more and has a next slot; one that does not wait is not touched."""
    main(["plan", "add", "--channel", "C0123ABCD", "--at", "09:00", "--zone", "Asia/Kolkata"])
    early = main(["plan", "resume", "1"])
    with closing(Store(database)) as store:
        store.write(lambda tx: tx.plans.wait(PlanId(1)))

    code = main(["plan", "resume", "1"])

    with closing(Store(database)) as store:
        (plan,) = store.read(lambda tx: tx.plans.of_team(TeamId("T1")))
        introductions = store.read(lambda tx: tx.outbox.waiting())
    said = capsys.readouterr()
    assert (early, code) == (1, 0)
    assert "No plan 1 waits for its channel. Waiting: none." in said.err
    assert "Plan 1 for C0123ABCD goes on. First question: " in said.out
    assert (plan.state, plan.version) == (PlanState.ACTIVE, 2)
    assert introductions == 2


def test_plan_add_before_the_first_run_says_so(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """Without a workspace there is nobody to plan for."""
    monkeypatch.setenv("DATABASE_PATH", str(tmp_path / "none.db"))

    code = main(["plan", "add", "--channel", "C0123ABCD", "--at", "09:00", "--zone", "Europe/Berlin"])

    assert code == 1
    assert "start it once with interview-bot run" in capsys.readouterr().err


def test_the_shipped_bank_has_no_problems(capsys: pytest.CaptureFixture[str]) -> None:
    """`content check` without a folder reads what was shipped."""
    code = main(["content", "check"])

    assert code == 0
    assert capsys.readouterr().out.endswith(" questions, no problems\n")


def test_the_manifest_asks_for_two_scopes_and_names_every_command(
    capsys: pytest.CaptureFixture[str],
) -> None:
    """What is pasted into Slack is exactly what the bot answers."""
    main(["manifest"])

    printed = json.loads(capsys.readouterr().out)
    commands = {command["command"] for command in printed["features"]["slash_commands"]}
    assert printed == MANIFEST
    assert commands == set(COMMANDS)
    assert printed["oauth_config"]["scopes"]["bot"] == ["commands", "chat:write"]


def test_every_button_has_somebody_who_answers_it() -> None:
    """The actions of blocks/ids.py and the listeners' dict name the same buttons."""
    assert set(PRESSES) == set(Action)


def test_every_verb_has_help_with_an_example() -> None:
    """--help of each verb, and of each of its actions, shows how to call it."""
    for name, parser in _leaves(_parser(), ""):
        assert parser.epilog, name
        assert parser.epilog.startswith("example: ")
        assert f"interview-bot{name} " in f"{parser.epilog} "


def test_the_readme_names_exactly_the_verbs_and_commands_and_settings() -> None:
    """The tables of the README are what the code has."""
    verbs = {f"interview-bot{name}" for name, _ in _leaves(_parser(), "")}
    assert set(re.findall(r"^\| `(interview-bot [a-z ]+)`", README, re.MULTILINE)) == verbs
    assert set(re.findall(r"^\| `(/[a-z]+)", README, re.MULTILINE)) == set(COMMANDS)
    settings = set(re.findall(r"^\| `([A-Z_]+)`", README, re.MULTILINE))
    environment = _Environment()
    read_config(environment)
    assert environment.read == settings


class _Environment(dict[str, str]):
    """Two good tokens, and a note of every setting that was asked for."""

    def __init__(self) -> None:
        super().__init__(SLACK_BOT_TOKEN="xoxb-0123456789", SLACK_APP_TOKEN="xapp-0123456789")
        self.read: set[str] = set()

    def __getitem__(self, key: str) -> str:
        self.read.add(key)
        return super().__getitem__(key)

    def get(self, key: str, default: str | None = None) -> str | None:  # type: ignore[override]  # str keys only
        self.read.add(key)
        return super().get(key, default)


def _leaves(parser: argparse.ArgumentParser, name: str) -> list[tuple[str, argparse.ArgumentParser]]:
    """Every verb or action that does something, with its words."""
    groups = [action for action in parser._actions if isinstance(action, argparse._SubParsersAction)]
    itself = [] if groups and groups[0].required else [(name, parser)]
    actions = groups[0].choices.items() if groups else ()
    return itself + [leaf for word, inner in actions for leaf in _leaves(inner, f"{name} {word}")]
