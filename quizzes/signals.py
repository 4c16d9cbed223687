"""News from quizzes, for the layers above."""

from django.dispatch import Signal

# Sent inside the transaction when a learner has answered a quiz's last item. Arguments: learner, quiz (its translation
# key), attempt (quizzes.scoring.Attempt), passed, language, at, context (whatever ``answer`` was given).
attempt_finished = Signal()
