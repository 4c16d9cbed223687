"""Messages to phones. Off unless ``SMS_GATEWAY`` names a gateway (deploy/README.md): who cannot send offers no such door.

A gateway is a class made without arguments, with ``send(to=, text=)``: ``to`` in E.164 (+250788123456), ``text`` a few words.
It returns when the message is on its way and raises NotSent when it is not. It must keep neither number nor text.
"""

import sys
from typing import Protocol

from django.conf import settings
from django.utils.module_loading import import_string


class NotSent(Exception):
    """The gateway could not take the message."""


class Gateway(Protocol):
    """What carries messages to phones."""

    def send(self, *, to: str, text: str) -> None:
        """Send ``text`` to the number ``to``. Raises NotSent."""


class Console:
    """Writes messages to the terminal: for a machine of one's own."""

    def send(self, *, to: str, text: str) -> None:
        sys.stderr.write(f"\nMessage to {to}:\n  {text}\n\n")


def is_on() -> bool:
    """Whether messages can be sent."""
    return bool(settings.SMS_GATEWAY)


def send(*, to: str, text: str) -> None:
    """Send a message by the gateway of the settings. Raises NotSent."""
    gateway: Gateway = import_string(settings.SMS_GATEWAY)()
    gateway.send(to=to, text=text)
