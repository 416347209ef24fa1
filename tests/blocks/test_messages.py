"""What each message and modal holds: its buttons, its lines, its limits, and the ids to come back by."""

from __future__ import annotations

import datetime as dt
import json
from dataclasses import replace
from typing import TYPE_CHECKING, Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.bank.model import KeyPoint, Name, Place, Reference
from bot.blocks import modals, replies
from bot.blocks.answer import Judging, Opening, answer_message, answer_pages
from bot.blocks.ids import Action, Posted, Private, Shown, read_reference
from bot.blocks.ids import Reference as Ref
from bot.blocks.introduction import introduction, when
from bot.blocks.root import Posting, closed_root, open_root
from bot.practice.calendar import Schedule, zone
from bot.practice.grade import Tally
from tests.bank_of_tests import BANK, LEAVES, MILK, OPEN, STARTER, STEEP, WHISK, bank_of, renamed

if TYPE_CHECKING:
    from bot.bank.model import Question
    from bot.blocks.json_types import JSON

BERLIN = zone("Europe/Berlin")
NINE = dt.datetime(2026, 11, 23, 8, 0, tzinfo=dt.UTC)
FOUR = dt.datetime(2026, 11, 23, 15, 0, tzinfo=dt.UTC)
KEY = "5b1f"
SHOWING = Private(key=KEY)
LONG = "x" * 5000
JUDGING = Judging(ref=Posted(key=KEY), tally=Tally())
CHECKING = modals.Checking(ref=Posted(key=KEY), attempt="try")


def _posting(question: Question = STEEP, **changes: object) -> Posting:
    values: dict[str, object] = {
        "key": KEY,
        "question": question,
        "zone": BERLIN,
        "date": dt.date(2026, 11, 23),
        "due": NINE,
        "sent": NINE,
        "closing": FOUR,
        "first": False,
        **changes,
    }
    return Posting(**values)  # type: ignore[arg-type] # fields by name


def _edited(words: str) -> Question:
    return replace(WHISK, question=words)


def _labels(blocks: object) -> list[str]:
    """The labels of the buttons, in order."""
    return [str(button["text"]["text"]) for button in _all(json.loads(json.dumps(blocks)), "button")]


def _all(value: object, kind: str) -> list[dict[str, Any]]:
    if isinstance(value, dict):
        own = [value] if value.get("type") == kind else []
        return own + [found for part in value.values() for found in _all(part, kind)]
    return [found for part in value for found in _all(part, kind)] if isinstance(value, list) else []


def _lines(blocks: tuple[dict[str, JSON], ...]) -> list[str]:
    """The lines of the last block, which is small print."""
    elements = blocks[-1]["elements"]
    assert isinstance(elements, list)
    return [str(element["text"]) for element in elements if isinstance(element, dict)]


def test_the_root_is_five_blocks() -> None:
    """Place and day, the question, its code, the buttons, the last line."""
    message = closed_root(_posting())

    assert [block["type"] for block in message.blocks] == [
        "context",
        "rich_text",
        "rich_text",
        "actions",
        "context",
    ]
    assert _labels(message.blocks) == ["Check myself", "Hint", "Reveal in thread"]
    assert "Kettle › Brewing · Medium · Mon 23 Nov" in json.dumps(message.blocks[0], ensure_ascii=False)
    assert _lines(message.blocks) == ["Reply in the thread with your try"]


def test_a_question_without_hints_has_no_hint_button() -> None:
    """Nothing is promised that is not there."""
    assert _labels(closed_root(_posting(LEAVES)).blocks) == ["Check myself", "Reveal in thread"]


def test_every_button_of_the_root_carries_the_key_alone() -> None:
    """The delivery's key tells nothing of the question."""
    values = {
        button["value"] for button in _all(json.loads(json.dumps(closed_root(_posting()).blocks)), "button")
    }

    assert values == {f"d:{KEY}"}


@pytest.mark.parametrize(
    ("closing", "says"), [(FOUR, "It comes by itself at 16:00 Berlin time."), (None, "will see it.")]
)
def test_reveal_asks_first(closing: dt.datetime | None, says: str) -> None:
    """The confirm says who will see it and, where there is a closing hour, when it comes by itself."""
    reveal = _all(json.loads(json.dumps(closed_root(_posting(closing=closing)).blocks)), "button")[-1]
    confirm = json.dumps(reveal["confirm"])

    assert "Post the answer in the thread?" in confirm
    assert says in confirm
    assert ("by itself" in confirm) is (closing is not None)


@pytest.mark.parametrize(("late", "lines"), [(5, 0), (6, 1), (90, 1)])
def test_a_late_post_says_so(late: int, lines: int) -> None:
    """Up to five minutes nobody notices; later the planned hour and the real one, in the plan's zone."""
    message = closed_root(_posting(sent=NINE + dt.timedelta(minutes=late)))

    assert len([line for line in _lines(message.blocks) if "I was away until" in line]) == lines
    if late == 90:
        assert "Planned for 09:00; I was away until 10:30." in _lines(message.blocks)


@pytest.mark.parametrize(
    ("closing", "comes"), [(FOUR, "privately, the answer comes at 16:00 Berlin time."), (None, "privately.")]
)
def test_a_first_post_explains_itself(closing: dt.datetime | None, comes: str) -> None:
    """Once, and with the hour of the answer where there is one."""
    text = " ".join(_lines(closed_root(_posting(first=True, closing=closing)).blocks))

    assert comes in text


def test_the_opened_root_leads_to_the_answer() -> None:
    """Hint and Reveal go, the link comes, and the line says since when, in each reader's own zone."""
    message = open_root(_posting(), opened=FOUR, link="https://example.org/p1")

    assert _labels(message.blocks) == ["Check myself", "Go to the answer"]
    assert '"url": "https://example.org/p1"' in json.dumps(message.blocks)
    assert (
        _lines(message.blocks)[0]
        == f"Answer in the thread since <!date^{int(FOUR.timestamp())}^{{time}}|16:00>"
    )


def test_the_opened_root_does_without_a_link() -> None:
    """While Slack does not tell the address there is no dead button."""
    assert _labels(open_root(_posting(), opened=FOUR, link=None).blocks) == ["Check myself"]


def test_long_code_stands_behind_the_button() -> None:
    """Up to twelve lines stand in the channel, more of it in the modal."""
    twelve, thirteen = ("```python\n" + "step()\n" * lines + "```" for lines in (12, 13))

    assert "step()" in json.dumps(closed_root(_posting(renamed(STEEP, setup=twelve))).blocks)
    assert "step()" not in json.dumps(closed_root(_posting(renamed(STEEP, setup=thirteen))).blocks)
    assert "step()" in json.dumps(modals.check_modal(renamed(STEEP, setup=thirteen), Posted(key=KEY)))


@pytest.mark.parametrize("planned", [True, False])
def test_the_answer_says_how_it_came(*, planned: bool) -> None:
    """As planned, or opened by a press; never by whom."""
    message = answer_message(STEEP, 1, Opening(at=FOUR, zone=BERLIN, planned=planned), JUDGING)
    head = json.dumps(message.blocks[0])

    assert ("as planned" in head) is planned
    assert "16:00" in head
    assert message.text.startswith("Answer posted for: Why does green tea")


def test_the_count_below_an_answer_stands_beside_the_question_about_it() -> None:
    """An element of its own, as below the root; nothing stands there while nobody judged themselves."""
    opening = Opening(at=FOUR, zone=BERLIN, planned=True)
    counted, silent = (
        answer_message(STEEP, 1, opening, Judging(ref=Posted(key=KEY), tally=tally)).blocks[-2]["elements"]
        for tally in (Tally(got_it=1), Tally())
    )

    asked = {"type": "mrkdwn", "text": "How did you do? Nobody sees your grade."}
    assert silent == [asked]
    assert counted == [asked, {"type": "mrkdwn", "text": "1 checked themselves"}]


def test_an_answer_in_parts_has_its_sources_at_the_end() -> None:
    """The head on the first message, the sources on the last one, and each part's text says which it is."""
    opening = Opening(at=FOUR, zone=BERLIN, planned=True)
    count = len(answer_pages(STARTER))
    parts = [answer_message(STARTER, number, opening, JUDGING) for number in range(1, count + 1)]

    assert count > 1
    assert [("Read more" in json.dumps(part.blocks)) for part in parts] == [False] * (count - 1) + [True]
    assert parts[1].text.startswith(f"Answer, message 2 of {count}, for: How is a starter fed?")
    assert all(len(part.blocks) <= 50 for part in parts)


def test_what_a_screen_reader_hears_is_the_whole_answer() -> None:
    """Short answer, answer with its code, rule and sources."""
    text = answer_message(STEEP, 1, Opening(at=FOUR, zone=BERLIN, planned=True), JUDGING).text

    for part in (
        "catechins",
        "brew(leaves, celsius=70, minutes=2)",
        "Rule of thumb",
        "https://example.org/steep",
    ):
        assert part in text


def test_a_reference_can_not_end_its_own_link() -> None:
    """Bars, angles and spaces of an address are encoded; a title is escaped."""
    nasty = Reference(title="a|b> <!channel>", url="https://example.org/a|b> c<!here>")
    block = json.dumps(
        answer_message(
            renamed(MILK, references=(nasty,)), 1, Opening(at=FOUR, zone=BERLIN, planned=True), JUDGING
        ).blocks
    )

    assert "<!channel>" not in block
    assert "<!here>" not in block
    assert "a%7Cb&gt;%20c&lt;!here&gt;|a|b&gt; &lt;!channel&gt;>" in block


@pytest.mark.parametrize(("number", "following"), [(1, True), (2, False)])
def test_a_hint_shows_those_before_it_and_leads_to_the_next(number: int, *, following: bool) -> None:
    """The last one leads nowhere."""
    view = modals.hint_modal(STEEP, number, Posted(key=KEY))
    shown = json.dumps(view)

    assert [hint in shown for hint in STEEP.hints] == [index < number for index in range(2)]
    assert _labels(view["blocks"]) == (["Next hint"] if following else [])
    assert json.dumps(view["title"]).count(f"Hint {number} of 2") == 1


def test_the_check_modal_comes_back_by_its_reference() -> None:
    """Room for a try of as many characters as Slack takes, optional, and a submit."""
    view = modals.check_modal(STEEP, Shown(uid=STEEP.uid))
    (given,) = _all(json.loads(json.dumps(view)), "plain_text_input")

    assert view["private_metadata"] == f"q:{STEEP.uid}"
    assert view["callback_id"] == "check"
    assert given["max_length"] == 3000
    assert "Show answer" in json.dumps(view["submit"])


def test_after_the_answer_comes_what_an_interviewer_knows() -> None:
    """What a point counts for, how answers sound, what people get wrong, what comes next; then the grades."""
    view = json.dumps(modals.checked_modal(STEEP, CHECKING), ensure_ascii=False)
    words = [
        "A good answer holds",
        "names astringency as the symptom · 1 point",
        "gives a temperature · 2 points",
        "How answers sound",
        "Blames the leaves.",
        "Blames the heat.",
        "Says what heat draws out, and when.",
        "Common mistakes",
        "Shortening the time only, which leaves the bitterness.",
        "Where an interviewer goes next",
        "What about white tea?",
        "Got it",
    ]

    places = [view.find(each) for each in words]

    assert -1 not in places
    assert places == sorted(places)


def test_what_is_not_written_has_no_heading() -> None:
    """A question without levels, mistakes and further questions shows none; equal points show no weight."""
    plain = replace(LEAVES, key_points=(KeyPoint(text="three"),))

    view = json.dumps(modals.checked_modal(plain, CHECKING))

    assert '"three"' in view
    assert not any(
        words in view for words in ("How answers sound", "Common mistakes", "Where an interviewer goes next")
    )


@pytest.mark.parametrize("question", OPEN)
def test_titles_and_labels_are_within_slacks_limits(question: Question) -> None:
    """24 characters for a modal's title, 75 for a button and what is said of it, 2000 for its value."""
    ref = Posted(key=KEY)
    views = [
        modals.check_modal(question, ref),
        modals.checked_modal(question, CHECKING),
        modals.notice_modal("No."),
    ]
    messages = [
        closed_root(_posting(question)),
        replies.question_reply(question, SHOWING, first=KEY, asked=LONG),
    ]
    messages += replies.answer_replies(question, OPEN[:2], note="note")
    found = _all(json.loads(json.dumps([message.blocks for message in messages])), "button")

    assert all(len(str(view["title"]["text"])) <= 24 for view in json.loads(json.dumps(views)))
    assert all(len(view["blocks"]) <= 100 for view in json.loads(json.dumps(views)))
    assert all(len(str(button["text"]["text"])) <= 75 for button in found)
    assert all(len(str(button["accessibility_label"])) <= 75 for button in found)
    assert all(len(str(button["value"])) <= 2000 for button in found)
    assert all(len(message.blocks) <= 50 for message in messages)


def test_a_row_of_buttons_has_unique_ids() -> None:
    """Slack refuses two of the same in a row: runners-up and topics are numbered."""
    (message,) = replies.answer_replies(MILK, OPEN[:3])
    topics = replies.nothing_found("cobol", [subtopic.place for subtopic in BANK.subtopics])
    for blocks, expected in ((message.blocks, 4), (topics.blocks, 3)):
        ids = [str(button["action_id"]) for button in _all(json.loads(json.dumps(blocks)), "button")]
        assert len(ids) == len(set(ids)) == expected
        assert {Action.kind(identity) for identity in ids} <= set(Action)


def test_a_long_runner_up_is_cut_for_its_button() -> None:
    """Seventy-five characters, with an ellipsis."""
    long = _edited("Which " + "very " * 40 + "long whisk?")
    (message,) = replies.answer_replies(MILK, [long])

    assert [len(label) <= 75 and label.endswith("…") for label in _labels(message.blocks)] == [True, False]
    assert _labels(message.blocks)[1] == "Share in channel"


def test_nothing_in_an_empty_bank_says_so() -> None:
    """Without words, without topics, and with words and no topic."""
    assert replies.nothing_found("", []).text == "The bank has no question yet."
    assert replies.nothing_found("cobol", []).text == "No cobol yet."


def test_topics_are_counted() -> None:
    """One question is one question."""
    message = replies.topics_reply(bank_of([STEEP, LEAVES, MILK]))

    assert message.text.split("\n") == [
        "*3 questions*",
        "• Kettle › Brewing › Green tea: 2 questions",
        "• Kettle › Brewing › Black tea: 1 question",
    ]
    assert replies.topics_reply(bank_of([MILK])).text.startswith("*1 question*")


def test_many_topics_with_long_names_fit_into_their_sections() -> None:
    """Three thousand characters a section, fifty blocks a message, and every topic is there."""
    places = [
        Place(
            **{
                step: Name(slug=f"{step}-{number}", title=f"{step} & {number} ".ljust(60, "x"))
                for step in ("framework", "topic", "subtopic")
            }
        )
        for number in range(200)
    ]
    message = replies.topics_reply(bank_of(renamed(MILK, place=place) for place in places))
    sections = [
        str(block["text"]["text"]) for block in _all(json.loads(json.dumps(message.blocks)), "section")
    ]

    assert all(len(text) <= 3000 for text in sections)
    assert len(sections) <= 50
    assert sum(text.count("• ") for text in sections) == 200


@pytest.mark.parametrize(
    ("days", "words"),
    [
        (range(5), "weekdays"),
        (range(7), "every day"),
        ((5, 6), "weekends"),
        ((0,), "every Monday"),
        ((0, 2), "every Monday and Wednesday"),
        ((0, 2, 4), "every Monday, Wednesday and Friday"),
    ],
)
def test_days_are_said_as_people_say_them(days: range | tuple[int, ...], words: str) -> None:
    """With the hour and the city."""
    schedule = Schedule(zone=BERLIN, at=dt.time(9), weekdays=frozenset(days))

    assert when(schedule) == f"{words} at 09:00 Berlin time"


@pytest.mark.parametrize(
    ("closes", "ends"),
    [
        (dt.time(16), "Answer at 16:00."),
        (dt.time(8), "Answer at 08:00 the next day."),
        (None, "A button opens the answer."),
    ],
)
def test_an_introduction_says_what_comes(closes: dt.time | None, ends: str) -> None:
    """Who, days, hour, topics and the closing hour; neither a topic's name nor a person's can ping."""
    schedule = Schedule(zone=BERLIN, at=dt.time(9), weekdays=frozenset(range(5)), closes=closes)
    bare, full = (introduction(schedule, topics).text for topics in ((), ("Tea <!here>", "Bread")))

    assert bare.startswith("A daily question starts here: weekdays at 09:00 Berlin time.")
    assert "time, Tea &lt;!here&gt;, Bread." in full
    assert ends in full
    assert bare.endswith("Change it with /interview daily.")
    named = introduction(schedule, (), by="ana\n<!here>").text
    assert named.startswith("ana &lt;!here&gt; set up a daily question here: weekdays")


@pytest.mark.parametrize("link", [None, "https://example.org/p1"])
def test_a_stale_press_is_answered(link: str | None) -> None:
    """With the link when there is one."""
    message = replies.already_open(link)

    assert message.text.startswith("Already in the thread")
    assert (link is not None and f"<{link}|the answer>" in json.dumps(message.blocks)) or link is None


KEYS = st.text(min_size=1)


@given(st.builds(Posted, key=KEYS) | st.builds(Shown, uid=KEYS))
def test_a_reference_is_read_as_it_was_written(ref: Ref) -> None:
    """Whatever the key or id is."""
    assert read_reference(str(ref)) == ref


@given(st.text())
def test_any_text_is_a_reference_or_none(text: str) -> None:
    """And one that is read writes itself again."""
    ref = read_reference(text)

    assert ref is None or str(ref) == text


@given(action=st.sampled_from(Action), number=st.integers(0, 99))
def test_a_numbered_id_is_of_its_kind(action: Action, number: int) -> None:
    """With and without a number."""
    assert Action.kind(action.numbered(number)) == action == Action.kind(action)


@given(st.text(max_size=200))
def test_a_notice_can_ping_nobody(sentence: str) -> None:
    """Whatever the sentence holds."""
    assert "<" not in replies.notice(sentence).text
