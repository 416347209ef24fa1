"""Makes ids and secrets that look like Slack's; it knows nothing of what they name."""

from __future__ import annotations

import random
import string
import uuid

CAPITALS = string.ascii_uppercase + string.digits
LETTERS = string.ascii_letters + string.digits


class Ids:
    """Ids drawn from one source of chance: repeatable with a seed, not to be guessed without one.

    A page of another site may post to a port of this machine, so tokens must not be guessable: a host
    gives a seed in tests only.
    """

    def __init__(self, seed: int | None) -> None:
        self._chance = random.SystemRandom() if seed is None else random.Random(seed)  # noqa: S311 - see above

    def named(self, prefix: str) -> str:
        """An id such as C08QX2M4T1Z: the letter of its kind, then ten capitals and digits."""
        return prefix + "".join(self._chance.choices(CAPITALS, k=10))

    def digits(self, count: int) -> str:
        """So many digits, the first not zero."""
        return str(self._chance.randrange(10 ** (count - 1), 10**count))

    def letters(self, count: int) -> str:
        """So many letters and digits."""
        return "".join(self._chance.choices(LETTERS, k=count))

    def hexadecimal(self, count: int) -> str:
        """So many hexadecimal digits, in small letters."""
        return f"{self._chance.getrandbits(4 * count):0{count}x}"

    def uuid(self) -> str:
        """A random UUID, as envelopes carry."""
        return str(uuid.UUID(int=self._chance.getrandbits(128), version=4))

    def pick(self, count: int) -> int:
        """A number below `count`."""
        return self._chance.randrange(count)
