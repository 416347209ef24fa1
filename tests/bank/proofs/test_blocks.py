"""What each block of a question is, and that its text is taken to the letter."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.bank.proofs.blocks import Kind, blocks, misread, scanned
from tests.bank.given import question


@pytest.mark.parametrize(
    ("info", "kind", "file"),
    [
        ("python", Kind.EXECUTED, "answer_1.py"),
        ("py", Kind.EXECUTED, "answer_1.py"),
        ("python app/main.py", Kind.EXECUTED, "app/main.py"),
        ("toml pyproject.toml", Kind.CONFIG, "pyproject.toml"),
        ("text output shown.txt", Kind.OUTPUT, "shown.txt"),
        ("python output shown.py", Kind.OUTPUT, "shown.py"),
        ("bash fragment: it installs from the network", Kind.FRAGMENT, ""),
        ("python fragment: a signature", Kind.FRAGMENT, ""),
    ],
)
def test_the_line_above_a_block_says_what_it_is(info: str, kind: Kind, file: str) -> None:
    """Language alone, a file, an output or a fragment with its reason: four forms."""
    [block] = blocks(question("q", answer=f"```{info}\nx\n\n  y\n```"))

    assert (block.kind, block.file, block.text, block.field) == (kind, file, "x\n\n  y\n", "answer")


@pytest.mark.parametrize(
    ("answer", "complaint"),
    [
        ("```\nx\n```", "holds a block that names no language"),
        ("a\n\n    x\n", "holds a block that is only indented"),
        ("```ruby\nx\n```", 'holds a block that begins with "```ruby"'),
        ("```text output\nx\n```", 'holds a block that begins with "```text output"'),
        ("```bash fragment:\nx\n```", 'holds a block that begins with "```bash fragment:"'),
        ("```bash fragment because\nx\n```", 'holds a block that begins with "```bash fragment because"'),
        ("```python main.txt\nx\n```", 'holds a block that begins with "```python main.txt"'),
        ("```toml ../up.toml\nx\n```", 'holds a block that is called "../up.toml"'),
        ("```toml /etc/x\nx\n```", 'holds a block that is called "/etc/x"'),
        ("```toml a//b\nx\n```", 'holds a block that is called "a//b"'),
        ("```toml a/../b\nx\n```", 'holds a block that is called "a/../b"'),
    ],
)
def test_a_block_that_does_not_say_what_it_is(answer: str, complaint: str) -> None:
    """Every other form is complained of, with the forms that there are."""
    [found] = misread(question("q", answer=answer))

    assert found.field == "answer"
    assert found.message.startswith(complaint)
    assert blocks(question("q", answer=answer)) == []


def test_blocks_are_numbered_by_field() -> None:
    """A block without a name is called after its field and its number there, hints and mistakes each on."""
    code = "```python\nx\n```"
    found = blocks(
        question(
            "q",
            question=code,
            setup=code,
            answer=f"{code}\n\n```python main.py\n```\n\n- a\n\n  {code.replace(chr(10), chr(10) + '  ')}",
            hints=("no", code, code),
            common_mistakes=(code,),
        )
    )

    assert [block.file for block in found] == [
        "question_1.py",
        "setup_1.py",
        "answer_1.py",
        "main.py",
        "answer_3.py",
        "hint_1.py",
        "hint_2.py",
        "mistake_1.py",
    ]


LINES = st.lists(st.text(st.sampled_from("ab `~>-\\&<*_\t#"), max_size=10), max_size=5)


@given(LINES, st.sampled_from(["", "- ", "1. "]), st.sampled_from(["````", "~~~~~"]))
def test_both_readings_see_the_same_bytes(lines: list[str], mark: str, fence: str) -> None:
    """Markdown's reading and the line by line one agree on every block, which is the text to the letter."""
    code = [line for line in lines if not line.strip().startswith(fence[0] * 4)]
    pad = " " * len(mark)
    body = [f"{fence}python x.py", *code, fence]
    text = "\n".join((mark if at == 0 else pad) + line for at, line in enumerate(body))

    [block] = blocks(question("q", answer=f"Before.\n\n{text}\n\nAfter."))

    assert [block.text] == scanned(text) == ["".join(f"{line}\n" for line in code)]


@pytest.mark.parametrize("text", ["```python\nx", "> ```python\n> x\n> ```"])
def test_the_second_reading_sees_no_open_and_no_quoted_block(text: str) -> None:
    """What only Markdown sees differs, so that it is complained of."""
    assert scanned(text) != [block.text for block in blocks(question("q", answer=text))]
