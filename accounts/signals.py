"""News from accounts, for the layers above."""

from django.dispatch import Signal

# Sent inside the transaction: ``learner`` is whose record a visitor's record has just joined.
learner_merged = Signal()
