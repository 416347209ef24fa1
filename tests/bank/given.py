"""Questions and banks to test with."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace

from hypothesis import strategies as st

from bot.bank.model import (
    Bank,
    Difficulty,
    KeyPoint,
    Levels,
    Name,
    Place,
    Question,
    QuestionUid,
    Reference,
    Source,
    Status,
    Subtopic,
    Use,
)

PLACE = Place(
    framework=Name(slug="fastapi", title="FastAPI"),
    topic=Name(slug="testing", title="Testing"),
    subtopic=Name(slug="async-testing", title="Async Testing"),
)

QUESTION = Question(
    uid=QuestionUid("fastapi/testing/async-testing/async-client"),
    place=PLACE,
    difficulty=Difficulty.MEDIUM,
    question="How does an `AsyncClient` reach the app without a network?",
    short_answer="Through a transport that calls the app.",
    answer="Hand it an `ASGITransport`:\n\n```python\nAsyncClient(transport=ASGITransport(app=app))\n```",
    rule_of_thumb="No socket where a call will do.",
    references=(Reference(title="Async tests", url="https://fastapi.tiangolo.com/advanced/async-tests/"),),
    updated=dt.date(2026, 11, 23),
)


def question(slug: str, *, place: Place = PLACE, **changes: object) -> Question:
    """The sample question under another id, with other values."""
    return replace(QUESTION, uid=QuestionUid(f"{place.path}/{slug}"), place=place, **changes)  # type: ignore[arg-type] # the names of fields are the caller's


def bank(*questions: Question) -> Bank:
    """A bank that has a subtopic for each place of these questions."""
    places = dict.fromkeys(each.place for each in questions)
    return Bank(
        subtopics=tuple(
            Subtopic(
                place=place,
                order=number,
                about="For tests.",
                updated=dt.date(2026, 11, 23),
                questions=tuple(each for each in questions if each.place == place),
            )
            for number, place in enumerate(places)
        )
    )


TEXTS = st.text(max_size=40)
_LISTS = st.lists(TEXTS, max_size=3).map(tuple)
_NAMES = st.builds(Name, slug=TEXTS, title=TEXTS)

QUESTIONS = st.builds(
    Question,
    uid=TEXTS.map(QuestionUid),
    place=st.builds(Place, framework=_NAMES, topic=_NAMES, subtopic=_NAMES),
    difficulty=st.sampled_from(Difficulty),
    question=TEXTS,
    short_answer=TEXTS,
    answer=TEXTS,
    rule_of_thumb=TEXTS,
    references=st.lists(st.builds(Reference, title=TEXTS, url=TEXTS), max_size=3).map(tuple),
    setup=TEXTS,
    hints=_LISTS,
    key_points=st.lists(st.builds(KeyPoint, text=TEXTS, weight=st.integers()), max_size=3).map(tuple),
    common_mistakes=_LISTS,
    follow_ups=_LISTS,
    levels=st.none() | st.builds(Levels, weak=TEXTS, good=TEXTS, strong=TEXTS),
    applies_to=st.lists(st.tuples(TEXTS, TEXTS), max_size=2).map(tuple),
    aliases=st.lists(TEXTS.map(QuestionUid), max_size=2).map(tuple),
    source=st.none()
    | st.builds(Source, repository=TEXTS, path=TEXTS, commit=TEXTS, licence=TEXTS, author=TEXTS),
    use=st.sampled_from(Use),
    status=st.sampled_from(Status),
    updated=st.dates(),
)
"""Any question at all, whatever the rules would say of its texts."""


def _subtopic(place: Place, order: int, about: str, day: dt.date, questions: list[Question]) -> Subtopic:
    placed = tuple(
        replace(each, place=place, uid=QuestionUid(f"{place.path}/q{number}"), updated=day)
        for number, each in enumerate(questions)
    )
    return Subtopic(place=place, order=order, about=about, updated=day, questions=placed)


_SLUGS = st.from_regex(r"[a-z0-9]{1,8}", fullmatch=True)
_SLUGGED = st.builds(Name, slug=_SLUGS, title=TEXTS)
BANKS = st.lists(
    st.builds(
        _subtopic,
        st.builds(Place, framework=_SLUGGED, topic=_SLUGGED, subtopic=_SLUGGED),
        st.integers(0, 9_999),
        TEXTS,
        st.dates(),
        st.lists(QUESTIONS, min_size=1, max_size=3),
    ),
    max_size=3,
    unique_by=lambda subtopic: subtopic.place.path,
).map(lambda subtopics: Bank(subtopics=tuple(subtopics)))
"""Banks of any questions, in places that are paths."""
