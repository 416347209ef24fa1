"""Records what @slack/types says of Block Kit, so that the tests need no node.

    npm pack @slack/types && tar xzf slack-types-*.tgz
    python -m tests.playground.record_types package > tests/playground/slack_types.json

Of each interface: its `type`, and of each field whether it must be given and which limits the prose names.
"""

from __future__ import annotations

import json
import re
import sys
from pathlib import Path

FILES = ("block-kit/blocks", "block-kit/block-elements", "block-kit/composition-objects")
FILES_OF_PARTS = ("block-kit/extensions", "views")

HIGH = (
    (r"less than (\d+) characters", -1),
    (r"between \d+ and (\d+)", 0),
    (r"from `\d+` \(default\) to `(\d+)`", 0),
    (r"\bup to (\d+)", 0),
    (r"Limit ([\d,]+) characters", 0),
    (r"\b[Mm]ax(?:imum)?\b[^.]*?(\d[\d,]*)", 0),
)
LOW = ((r"between (\d+) and", 0), (r"from `(\d+)` \(default\)", 0), (r"\b[Mm]in(?:imum)?\b[^.]*?(\d+)", 0))

Fields = dict[str, dict[str, object]]


def main(package: Path) -> None:
    """Print the record of an unpacked package as JSON."""
    version = json.loads((package / "package.json").read_text("utf-8"))["version"]
    sources = [(package / "dist" / f"{name}.d.ts").read_text("utf-8") for name in (*FILES, *FILES_OF_PARTS)]
    shapes = interfaces("\n".join(sources))
    record = {"package": "@slack/types", "version": version, "interfaces": shapes}
    sys.stdout.write(json.dumps(record, indent=1, sort_keys=True) + "\n")


def interfaces(source: str) -> dict[str, dict[str, object]]:
    """Each interface by its name, with the fields that it inherits."""
    own: dict[str, Fields] = {}
    parents: dict[str, list[str]] = {}
    types: dict[str, str] = {}
    for found in re.finditer(r"(?:interface (\w+)(?: extends ([\w, ]+))?|type (\w+) =) \{", source):
        name = found[1] or found[3]
        body = braced(source, found.end())
        tail = source[found.end() + len(body) + 1 :].split(";", maxsplit=1)[0] if found[3] else ""
        parents[name] = re.findall(r"\w+", found[2] or "") + re.findall(r"\w+", tail)
        own[name] = fields(body)
        if name.endswith("ImageObject"):  # one of the two is given: neither must be
            own[name] = {key: value | {"required": False} for key, value in own[name].items()}
        types[name] = (re.search(r"^    type: '(\w+)'", body, re.MULTILINE) or ["", ""])[1]
    return {
        name: {"type": types[name], "fields": inherited(name, own, parents)}
        for name in own
        if types[name] or name in UNTYPED
    }


UNTYPED = {
    "Confirm",
    "DispatchActionConfig",
    "PlainTextOption",
    "MrkdwnOption",
    "OptionGroup",
    "BaseConversationFilter",
    "TableBlockColumnSettings",
}


def inherited(name: str, own: dict[str, Fields], parents: dict[str, list[str]]) -> Fields:
    """A type's fields and those of what it extends."""
    found: Fields = {}
    for parent in parents.get(name, []):
        found |= inherited(parent, own, parents)
    return {key: value for key, value in (found | own.get(name, {})).items() if key != "type"}


def fields(body: str) -> Fields:
    """The fields of one interface, outermost only."""
    flat = re.sub(r"\{(?!@)[^{}]*(?:\{[^{}]*(?:\{[^{}]*\}[^{}]*)*\}[^{}]*)*\}(?=\[?\]?;)", "object", body)
    found: Fields = {}
    for comment, name, optional in re.findall(
        r"(?:/\*\*((?:(?!\*/).)*)\*/\s*)?^    (\w+)(\??):", flat, re.DOTALL | re.MULTILINE
    ):
        prose = re.sub(r"\s*\n\s*\*\s*", " ", re.sub(r"\{@link \S+ ?([^}]*)\}", r"\1", comment))
        limits = {"high": limit(prose, HIGH), "low": limit(prose, LOW)}
        stated: dict[str, object] = {key: value for key, value in limits.items() if value is not None}
        found[name] = {"required": not optional, **stated}
    return found


def limit(prose: str, patterns: tuple[tuple[str, int], ...]) -> int | None:
    """The first number that a pattern finds, None for none."""
    for pattern, more in patterns:
        if found := re.search(pattern, prose):
            return int(found[1].replace(",", "")) + more
    return None


def braced(source: str, start: int) -> str:
    """What stands between the brace before `start` and the one that closes it."""
    depth, at = 1, start
    while depth:
        depth += {"{": 1, "}": -1}.get(source[at], 0)
        at += 1
    return source[start : at - 1]


if __name__ == "__main__":
    main(Path(sys.argv[1]))
