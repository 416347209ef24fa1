"""Errors that a person will read; it knows nothing of where they are shown."""


class BotError(Exception):
    """Something went wrong that a person can mend: the message is the sentence they read."""

    code = "bot_error"


class BankError(BotError):
    """The bank holds no question that can be used."""

    code = "bank_error"


class ConfigError(BotError):
    """The environment lacks or misspells settings; the message lists all of them with the mend."""

    code = "config_error"

    def __init__(self, message: str, problems: tuple[str, ...] = ()) -> None:
        super().__init__(message)
        self.problems = problems


class CannotConnectError(BotError):
    """Slack was not reached, or does not take a token; or nobody can reach us."""

    code = "cannot_connect"
