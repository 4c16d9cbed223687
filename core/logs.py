"""Logs say what went wrong and where, never with whose data: what an exception says may quote a name, a letter, an answer."""

import logging
import traceback
from typing import Any


class Discreet(logging.Formatter):
    """Where each exception came from and of which kind it was, without its words."""

    def formatException(self, ei: Any) -> str:
        lines: list[str] = []
        error = ei[1]
        while error is not None:
            places = "".join(traceback.format_tb(error.__traceback__))
            lines.append(f"{places}{type(error).__module__}.{type(error).__qualname__}")
            error = error.__cause__ or (None if error.__suppress_context__ else error.__context__)
        return "\nwhile handling\n".join(lines)
