"""What a statement can say someone did."""

from django.db.models import TextChoices


class Verb(TextChoices):
    """Verbs of cmi5 and xAPI (https://w3id.org/xapi/adl/verbs, https://w3id.org/xapi/cmi5)."""

    ANSWERED = "answered"
    COMPLETED = "completed"
    PASSED = "passed"
    FAILED = "failed"  # a go below the mastery score; no page ever says this word
