"""News from offices and groups, for the layers above. Each is sent inside the transaction."""

from django.dispatch import Signal

appointed = Signal()  # membership
membership_ended = Signal()  # membership
joined = Signal()  # enrolment
left = Signal()  # enrolment
