"""News from accounts, for the layers above."""

from django.dispatch import Signal

# Sent inside the transaction: ``learner`` is whose record a visitor's record has just joined.
learner_merged = Signal()

# Sent inside the transaction, before the rows of ``person`` (accounts.person) go: what only a layer above can find or count.
# Rows with a foreign key to her learners or accounts go by themselves. Arguments: person, at.
erasing = Signal()

# Asks for her copy. Arguments: person, language. A receiver returns accounts.gathering's chapters, also empty ones.
gathering = Signal()
