"""News from quizzes, for the layers above."""

from django.dispatch import Signal

# Sent when goes have been counted anew. Arguments: learner, goes (dict[UUID, list[quizzes.api.Go]]: all her goes at each of
# some quizzes). A receiver returns the facts that follow from them, by activity.
goes_counted = Signal()
