"""What Slack signed comes in once; whatever else knocks is refused before a parser sees it."""

from __future__ import annotations

import asyncio
import datetime as dt
import gzip
import logging
from typing import TYPE_CHECKING

import pytest

from bot.store.trouble import StoreAwayError
from bot.web.guard import BODY_BYTES
from bot.web.slack import PATH, Refusals
from tests.web.door import COMMAND, NOW, SECRET, a_door, signed, to_bytes

if TYPE_CHECKING:
    from collections.abc import AsyncIterator

    from bot.store.store import Store
    from tests.web.door import Door

STAMP = str(int(NOW.timestamp()))
GOOD = signed(COMMAND, NOW)["X-Slack-Signature"]


async def test_what_slack_signed_reaches_its_listener(door: Door) -> None:
    """A command's form becomes a payload, and the ack's words go back."""
    assert await door.knock() == (200, "heard")
    assert door.heard[0]["text"] == "async"


async def test_the_same_request_is_let_in_once(door: Door) -> None:
    """A copy taken off the wire does nothing, however often it is sent; the next command comes in."""
    first, *copies = [await door.knock() for _ in range(3)]
    other = await door.knock(COMMAND + b"2")

    assert [first, *copies, other] == [
        (200, "heard"),
        (401, "This request was here before"),
        (401, "This request was here before"),
        (200, "heard"),
    ]
    assert len(door.heard) == 2


async def test_a_restart_does_not_forget_who_came(store: Store) -> None:
    """The memory is in the database, not in the process."""
    async with a_door(store) as before:
        first = await before.knock()
    async with a_door(store) as after:
        again = await after.knock()

    assert (first[0], again[0]) == (200, 401)
    assert after.heard == []


async def test_two_copies_that_come_together_are_one(door: Door) -> None:
    """Whoever is first in the database wins."""
    answers = await asyncio.gather(*(door.knock() for _ in range(10)))

    assert sorted(status for status, _ in answers) == [200, *[401] * 9]
    assert len(door.heard) == 1


@pytest.mark.parametrize(("seconds", "status"), [(300, 200), (301, 401), (-300, 200), (-301, 401)])
async def test_a_request_is_good_for_five_minutes_in_both_directions(
    door: Door, seconds: int, status: int
) -> None:
    """Older ones may have been stolen; newer ones come of a clock that is wrong."""
    stamped = signed(COMMAND, NOW)
    door.clock.now = NOW + dt.timedelta(seconds=seconds)

    answer, _ = await door.knock(headers=stamped)

    assert answer == status


async def test_a_signature_is_remembered_as_long_as_its_stamp_is_good(door: Door, store: Store) -> None:
    """A stamp of five minutes ahead is good for ten; after that its signature may be forgotten."""
    stamped = signed(COMMAND, NOW + dt.timedelta(minutes=5))
    statuses = [(await door.knock(headers=stamped))[0]]
    for minutes in (0, 5, 10):
        door.clock.now = NOW + dt.timedelta(minutes=minutes)
        statuses.append((await door.knock(headers=stamped))[0])
    door.clock.now = NOW + dt.timedelta(minutes=11)
    await door.knock(COMMAND + b"later")

    gone = store.write(lambda tx: tx.requests.first(stamped["X-Slack-Signature"], now=NOW, until=NOW))
    assert statuses == [200, 401, 401, 401]
    assert gone


@pytest.mark.parametrize(
    "headers",
    [
        {"X-Slack-Signature": GOOD[:-1] + ("0" if GOOD[-1] != "0" else "1")},
        {"X-Slack-Signature": signed(COMMAND, NOW, secret="f" * 32)["X-Slack-Signature"]},
        {"X-Slack-Signature": signed(COMMAND + b" ", NOW)["X-Slack-Signature"]},
        {"X-Slack-Request-Timestamp": str(int(STAMP) + 1)},
        {"X-Slack-Signature": GOOD.upper()},
        {"X-Slack-Signature": GOOD.removeprefix("v0=")},
        {"X-Slack-Signature": f"v1={GOOD[3:]}"},
        {"X-Slack-Signature": f"{GOOD}, {GOOD}"},
        {"X-Slack-Signature": GOOD[:-1]},
        {"X-Slack-Signature": ""},
        {"X-Slack-Request-Timestamp": ""},
        {"X-Slack-Request-Timestamp": "abc"},
        {"X-Slack-Request-Timestamp": f"+{STAMP}"},
        {"X-Slack-Request-Timestamp": f"0{STAMP}"},
        {"X-Slack-Request-Timestamp": f"{STAMP}.0"},
        {"X-Slack-Request-Timestamp": f"-{STAMP}"},
        {"X-Slack-Request-Timestamp": "1e9"},
        {"X-Slack-Request-Timestamp": "9" * 400},
    ],
)
async def test_a_signature_or_a_stamp_that_is_not_slacks_is_refused(
    door: Door, headers: dict[str, str]
) -> None:
    """With 401, never 500, and nothing is heard."""
    status, _ = await door.knock(headers=headers)

    assert status == 401
    assert door.heard == []


@pytest.mark.parametrize(
    "headers",
    [
        {"X-Slack-Signature": "v0=é" + GOOD[4:]},
        {"X-Slack-Signature": f"{GOOD}\r\nX-Slack-Signature: {GOOD}"},
        {"X-Slack-Request-Timestamp": f"{STAMP}\r\nX-Slack-Request-Timestamp: {STAMP}"},
        {"X-Slack-Request-Timestamp": "١٧٦٣٨٨٤٨٠٠".encode().decode("latin-1")},
    ],
)
async def test_headers_that_no_client_would_send_are_refused(door: Door, headers: dict[str, str]) -> None:
    """Twice, or not ASCII: 401 as well."""
    reader, writer = await asyncio.open_connection("127.0.0.1", door.port)
    writer.write(to_bytes(signed(COMMAND, NOW) | headers, COMMAND))
    status = (await reader.readline()).split()[1]
    writer.close()
    await writer.wait_closed()

    assert status == b"401"
    assert door.heard == []


@pytest.mark.parametrize("missing", ["X-Slack-Signature", "X-Slack-Request-Timestamp"])
async def test_what_is_not_signed_is_not_read(door: Door, missing: str) -> None:
    """A hundred thousand brackets would end a parser; nobody parses them."""
    body = b"[" * 100_000
    headers = {**signed(body, NOW), "Content-Type": "application/json"}
    del headers[missing]

    async with door.session.post(f"{door.url}{PATH}", data=body, headers=headers) as answer:
        assert answer.status == 401


@pytest.mark.parametrize(
    ("body", "type_"),
    [
        (b"[" * 100_000, "application/json"),
        (b"{", "application/json"),
        (b"payload=%7B", "application/x-www-form-urlencoded"),
        (b"payload=\xff", "application/x-www-form-urlencoded"),
    ],
)
async def test_signed_bytes_that_are_no_payload_are_told_so(door: Door, body: bytes, type_: str) -> None:
    """400: it is Slack's, and we can't read it."""
    assert await door.knock(body, {"Content-Type": type_}) == (400, "This is no payload.")


@pytest.mark.parametrize("type_", ["text/plain", "multipart/form-data; boundary=x", "application/xml", ""])
async def test_only_forms_and_json_are_asked_who_they_are(door: Door, type_: str) -> None:
    """Slack sends nothing else."""
    status, _ = await door.knock(headers={"Content-Type": type_})

    assert status == 415
    assert door.heard == []


async def test_nothing_packed_is_unpacked(door: Door) -> None:
    """A bomb of a gigabyte fits in a megabyte: packed bodies are refused unread."""
    packed = gzip.compress(COMMAND)

    status, _ = await door.knock(packed, {"Content-Encoding": "gzip"})

    assert status == 415


async def test_a_body_of_a_megabyte_is_too_long(door: Door) -> None:
    """Told by its length, or, where it comes in pieces without one, found out."""
    longest, longer = b"x" * BODY_BYTES, b"x" * (BODY_BYTES + 1)

    async def pieces() -> AsyncIterator[bytes]:
        for _ in range(11):
            yield b"x" * 100_000

    announced = (await door.knock(longer))[0]
    fits = (await door.knock(longest))[0]
    headers = signed(b"x" * 1_100_000, NOW)
    async with door.session.post(f"{door.url}{PATH}", data=pieces(), headers=headers) as answer:
        in_pieces = answer.status

    assert (announced, in_pieces) == (413, 413)
    assert fits not in (401, 413)


async def test_a_refusal_is_logged_without_what_was_sent(
    door: Door, caplog: pytest.LogCaptureFixture
) -> None:
    """Why, but neither body nor signature nor secret."""
    with caplog.at_level(logging.INFO):
        await door.knock(headers={"X-Slack-Signature": GOOD[:-1] + "x"})
        await door.knock(headers={"X-Slack-Request-Timestamp": "1"})

    assert "X-Slack-Signature is missing or malformed" in caplog.text
    assert "five minutes away" in caplog.text
    assert [text for text in (GOOD[:-1], SECRET, "async") if text in caplog.text] == []


async def test_slacks_look_at_the_certificate_is_answered(door: Door) -> None:
    """A GET with ssl_check=1, and no other."""
    statuses = []
    for query in ("?ssl_check=1", "", "?ssl_check=0"):
        async with door.session.get(f"{door.url}{PATH}{query}") as answer:
            statuses.append(answer.status)

    assert statuses == [200, 405, 405]


@pytest.mark.parametrize("method", ["PUT", "DELETE", "HEAD", "PATCH"])
async def test_no_other_method_has_a_door(door: Door, method: str) -> None:
    """405, before anything else."""
    async with door.session.request(method, f"{door.url}{PATH}", data=COMMAND) as answer:
        assert answer.status == 405


async def test_a_body_that_breaks_off_hurts_nobody(door: Door) -> None:
    """The client goes in the middle of its body; the next request is heard."""
    _, writer = await asyncio.open_connection("127.0.0.1", door.port)
    writer.write(to_bytes(signed(COMMAND, NOW), COMMAND)[:-10])
    await writer.drain()
    writer.close()
    await writer.wait_closed()

    assert (await door.knock())[0] == 200


async def test_without_its_memory_nothing_is_let_in(
    door: Door, store: Store, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Whether a request is a copy can't be known then: 503, and Slack sends an event again."""

    async def away(_use_case: object) -> None:
        raise StoreAwayError("the server went")

    with monkeypatch.context() as gone:
        gone.setattr(store, "write_soon", away)
        during = await door.knock()
    after = await door.knock()

    assert during == (503, "The memory is away.")
    assert after == (200, "heard")


def test_whoever_knocks_all_day_fills_no_disk(caplog: pytest.LogCaptureFixture) -> None:
    """A line a kind and minute, and how many it stands for."""
    refusals = Refusals()
    for second in (0, 1, 2, 59, 60, 61):
        refusals.note("401 not Slack's", now=second)
    refusals.note("415 not a form", now=61)

    assert caplog.messages == [
        "refused a request: 401 not Slack's",
        "refused a request: 401 not Slack's (and 3 before it)",
        "refused a request: 415 not a form",
    ]
