"""A gateway for messages that fails and says too much."""

from accounts.sms import NotSent


class Broken:
    """Takes no message."""

    def send(self, *, to: str, text: str) -> None:
        raise NotSent(f"{to}: {text}")
