"""The bank as a Markdown book."""

from __future__ import annotations

from dataclasses import replace

from markdown_it import MarkdownIt

from bot.bank.exporters.markdown_book import dump
from bot.bank.model import KeyPoint, Name, Reference, Status, Use
from tests.bank.given import PLACE, bank, question

MISTAKE = "Forgetting the `await`:\n\n```python\nclient.get()\n```"
BANK = bank(
    question(
        "first",
        key_points=(KeyPoint(text="One"), KeyPoint(text="Two\nlines")),
        common_mistakes=(MISTAKE,),
        follow_ups=("And then?",),
    ),
    question("draft", status=Status.DRAFT),
    question("retired", status=Status.RETIRED),
    question("kept-back", use=Use.INTERVIEW),
)


def test_book() -> None:
    """The book has contents, places, questions and answers, in order, and open questions only."""
    assert dump(BANK).decode() == (
        "# Interview questions\n\n"
        "- [FastAPI › Testing › Async Testing](#fastapi-testing-async-testing)\n\n"
        '<a id="fastapi-testing-async-testing"></a>\n\n'
        "## FastAPI › Testing › Async Testing\n\n"
        "For tests.\n\n"
        "### 1. first (medium)\n\n"
        "How does an `AsyncClient` reach the app without a network?\n\n"
        "#### Answer\n\n"
        "Through a transport that calls the app.\n\n"
        "Hand it an `ASGITransport`:\n\n```python\nAsyncClient(transport=ASGITransport(app=app))\n```\n\n"
        "> No socket where a call will do.\n\n"
        "#### Key points\n\n- One\n- Two\n  lines\n\n"
        "#### Common mistakes\n\n- Forgetting the `await`:\n\n  ```python\n  client.get()\n  ```\n\n"
        "#### Where it goes from here\n\n- And then?\n\n"
        "#### References\n\n- [Async tests](<https://fastapi.tiangolo.com/advanced/async-tests/>)\n"
    )


def test_code_in_a_list_stays_code() -> None:
    """A block of code inside a mistake is the same block in the book."""
    tokens = MarkdownIt().parse(dump(BANK).decode())

    assert [token.content for token in tokens if token.type == "fence"][-1] == "client.get()\n"


def test_titles_are_no_markdown() -> None:
    """Names and titles show as they are, whatever Markdown would make of them."""
    place = replace(PLACE, framework=Name(slug="fastapi", title="F*ast*_API_"))
    reference = Reference(title="a [b] <c>", url="https://example.org/a)b")

    tokens = MarkdownIt().parse(dump(bank(question("a", place=place, references=(reference,)))).decode())

    texts = [
        "".join(child.content for child in token.children or ()) for token in tokens if token.type == "inline"
    ]
    assert "F*ast*_API_ › Testing › Async Testing" in texts
    assert texts[-1] == "a [b] <c>"


def test_empty() -> None:
    """A bank without open questions is a book of one line."""
    assert dump(bank(question("draft", status=Status.DRAFT))) == b"# Interview questions\n"
