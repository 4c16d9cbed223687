"""News from the record, for the layers above."""

from django.dispatch import Signal

# Sent inside the transaction when statements have been appended, or are all folded anew. Arguments: learner (the person whose
# record it is), rows (records.models.Statement: the new ones and her earlier ones about the same things). A receiver returns
# the facts that follow from them, by activity: dict[UUID, list[records.fold.Fact]].
statements_recorded = Signal()
