"""READMEs and lists of other people's questions as drafts; the samples are our own writing."""

from __future__ import annotations

import contextlib
import datetime as dt
from typing import TYPE_CHECKING

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.bank import quiz
from bot.bank.importers import numbered_readme, question_list, quiz_readme, thirty_seconds
from bot.bank.importers.drafting import Entry, Origin, drafts, slug
from bot.bank.importers.formats import FORMATS, recognise
from bot.bank.importers.imported import ImportingError
from bot.bank.importers.write import write
from bot.bank.model import Difficulty, Question, Source, Status
from bot.bank.quiz import Option
from bot.bank.rules import SLUG
from bot.errors import BotError

if TYPE_CHECKING:
    from pathlib import Path

    from bot.bank.importers.imported import Imported

ORIGIN = Origin(
    source=Source(repository="github.com/someone/some-questions", licence="MIT", commit="719b7e7"),
    updated=dt.date(2026, 3, 14),
)

QUIZ = """# Items

###### 1. What does it print?

```javascript
console.log(typeof null);
```

- A: `"null"`
- B: `"object"`

<details><summary><b>Answer</b></summary>
<p>

#### Answer: B

A bug of old, kept.

</p>
</details>

---

###### 2. What does it print?

```javascript
console.log([] + []);
```

- A: an empty line
- B: `[]`
- C: it throws:
  a `TypeError`

<details><summary><b>Answer</b></summary>
<p>

#### Answer: A

Both become texts.

</p>
</details>
"""

NUMBERED = """### Table of Contents

| 1 | [Why keys?](#why-keys) |

## Lists

1.  ### Why keys?

    So that rows keep their state.

    ```jsx harmony
    <li key={id}>
    ```

    **[⬆ Back to Top](#table-of-contents)**

## More

   2.  ### What swallows what follows?

    ```js
    never.closed();

**[⬆ Back to Top](#table-of-contents)**

1. ### Is it still read?

    It is.

## Disclaimer

Nothing here is a question.
"""

LIST = """---
title: Network Questions
layout: some.njk
---

* What is a port?
  * Which are reserved?
  - Who says so?
* What is a socket?
"""

CODING = """---
title: Coding Questions
---

Question: What is it?
```javascript
var it = 1;
```

Question: What is it?
```javascript
var it = 2;
```
"""

THIRTY = """[
 {"name": "what-is-a-port.md", "question": "What is a port?\\n```bash\\nss -l\\n```", "answer": "A number.",
  "goodToHear": ["Sixteen bits", "%s"], "tags": ["network"], "expertise": 2,
  "links": ["[RFC 9293](https://www.rfc-editor.org/rfc/rfc9293)", "none"]},
 {"question": 7},
 {"question": "Bare?", "answer": "Yes.", "goodToHear": []}
]""" % ("long " * 60)


def questions(imported: Imported) -> list[Question]:
    """All drafts, in order."""
    return [question for subtopic in imported.subtopics for question in subtopic.questions]


def test_quiz() -> None:
    """An item keeps its number, its code and options, the marked option and the explanation."""
    one, two = questions(quiz_readme.read(QUIZ.encode(), ORIGIN))

    assert one.uid == "some-questions/imported/quiz/question-1"
    assert (one.question, one.short_answer, one.answer) == (
        "What does it print?",
        'B: `"object"`',
        "A bug of old, kept.",
    )
    assert one.setup.startswith("```javascript\nconsole.log(typeof null);\n```\n\n- A: ")
    assert (one.source, one.status, one.updated) == (ORIGIN.source, Status.DRAFT, ORIGIN.updated)
    assert quiz.read(two) == quiz.Quiz(
        language="javascript",
        code="console.log([] + []);\n",
        options=(
            Option(letter="A", text="an empty line"),
            Option(letter="B", text="`[]`"),
            Option(letter="C", text="it throws:\n  a `TypeError`"),
        ),
        marked="A",
    )


def test_quiz_without_a_key() -> None:
    """An item whose answer names no option comes in as a draft that is no quiz."""
    [*_, two] = questions(quiz_readme.read(QUIZ.replace("Answer: A", "Answer: F").encode(), ORIGIN))

    assert two.short_answer == ""
    assert quiz.read(two) is None


def test_numbered() -> None:
    """Titles, not numbers, name the entries; a fence that is never closed swallows nothing that follows."""
    keys, swallow, still = questions(numbered_readme.read(NUMBERED.encode(), ORIGIN))

    assert [each.uid.split("/", 2)[2] for each in (keys, swallow, still)] == [
        "lists/why-keys",
        "more/what-swallows-what-follows",
        "more/is-it-still-read",
    ]
    assert keys.answer == "So that rows keep their state.\n\n```jsx\n<li key={id}>\n```"
    assert swallow.answer == "```js\nnever.closed();\n```"
    assert still.answer == "It is."


def test_list() -> None:
    """A list's questions lack their answers, and what is nested becomes a follow-up."""
    port, socket = questions(question_list.read(LIST.encode(), ORIGIN))

    assert (port.place.subtopic.title, port.answer) == ("Network", "")
    assert port.follow_ups == ("Which are reserved?", "Who says so?")
    assert socket.question == "What is a socket?"


def test_coding_list() -> None:
    """Two questions of the same words are two where their code differs."""
    one, two = questions(question_list.read(CODING.encode(), ORIGIN))

    assert one.uid != two.uid
    assert two.setup == "```javascript\nvar it = 2;\n```"


def test_thirty_seconds() -> None:
    """Name, level, good points, links and tag come over; what a checklist can't hold goes to the answer."""
    imported = thirty_seconds.read(THIRTY.encode(), ORIGIN)
    port, bare = questions(imported)

    assert (port.uid, port.difficulty) == ("some-questions/imported/network/what-is-a-port", Difficulty.HARD)
    assert (port.question, port.setup) == ("What is a port?", "```bash\nss -l\n```")
    assert [point.text for point in port.key_points] == ["Sixteen bits"]
    assert port.answer == "A number.\n\n- " + ("long " * 60).rstrip()
    assert [reference.title for reference in port.references] == ["RFC 9293"]
    assert bare.uid == "some-questions/imported/questions/bare"
    assert [str(each) for each in imported.refused] == ["entry 2: it has no question and answer as texts"]


@pytest.mark.parametrize("text", [QUIZ, NUMBERED, LIST, CODING, THIRTY])
def test_import_is_repeatable(text: str, tmp_path: Path) -> None:
    """A second import of the same file says unchanged and writes nothing."""
    name = recognise(text.encode(), ".md")
    first = write(FORMATS[name].read(text.encode(), ORIGIN), tmp_path)
    second = write(FORMATS[name].read(text.encode(), ORIGIN), tmp_path)

    assert first.new == second.unchanged != []
    assert second.files == []


@pytest.mark.parametrize(
    ("text", "suffix", "name"),
    [
        (QUIZ, ".md", "quiz"),
        (NUMBERED, ".md", "numbered"),
        (LIST, ".md", "list"),
        (CODING, ".md", "list"),
        (THIRTY, ".json", "30-seconds"),
        ("[{}]", ".json", "nuxt"),
        ('{"format": 1}', ".json", "json"),
        ("<!doctype html>", ".html", "nuxt"),
        ("id,question", ".csv", "csv"),
        ("#separator:tab\na\tb", ".txt", "anki-text"),
        ("\r\n".join(QUIZ.splitlines()), "", "quiz"),
    ],
)
def test_recognised(text: str, suffix: str, name: str) -> None:
    """What is in a file says its format."""
    assert recognise(text.encode(), suffix) == name


def test_unknown_format() -> None:
    """A file of no known format is refused with the formats that there are."""
    with pytest.raises(ImportingError, match=r"in no format .* lydiahallie.*--format names one"):
        recognise(b"Dear diary", ".md")


@pytest.mark.parametrize("name", list(FORMATS))
@given(
    data=st.binary(max_size=200)
    | st.sampled_from([QUIZ, NUMBERED, LIST, THIRTY]).map(lambda text: text[::2].encode())
)
def test_no_file_breaks_a_reader(name: str, data: bytes) -> None:
    """Whatever the bytes, a reader gives drafts or one sentence."""
    with contextlib.suppress(BotError):
        assert FORMATS[name].read(data, ORIGIN).subtopics


@given(st.text(max_size=200))
def test_any_text_has_a_slug(text: str) -> None:
    """Whatever the title, its slug obeys the bank's rules."""
    assert list(SLUG.complaints(slug(text))) == []


def test_long_titles_keep_apart() -> None:
    """Two titles that begin alike have two slugs."""
    title = "What is the difference between this and that and yet another thing " * 2

    assert slug(title + "?a") != slug(title + "?b")


def test_a_section_beyond_a_file_goes_on_in_another() -> None:
    """More questions than a file may hold stand in a second subtopic; a name that comes again is refused."""
    entries = [Entry(section="Many", name=f"n{number}", question="Q?") for number in (*range(201), 200)]
    imported = drafts(entries, ORIGIN)

    assert [(each.place.subtopic.slug, len(each.questions)) for each in imported.subtopics] == [
        ("many", 200),
        ("many-2", 1),
    ]
    assert [str(each) for each in imported.refused] == [
        "some-questions/imported/many-2/n200: another question there has the same name"
    ]


def test_what_nobody_sees_is_left_out() -> None:
    """Zero-width and bidi characters of a source don't come in."""
    imported = drafts([Entry(section="S", name="n", question="A\u200bB\u202eC")], ORIGIN)

    assert questions(imported)[0].question == "ABC"
