"""Where someone is signed in, and what she should know about her account."""

from django.db import models

from accounts.models.people import User


class SignIn(models.Model):
    """A session that someone began, so that she can see it and end it. It lasts as long as the session does.

    Personal data: when and by which door she came in, and whether on a phone or a computer; no address, no name of a browser.
    Deleted with the session.
    """

    class Way(models.TextChoices):
        """By which door."""

        PASSWORD = "password"
        CARD = "card"
        CODE = "code"
        PASSKEY = "passkey"
        PICTURES = "pictures"

    class Device(models.TextChoices):
        """On what, as far as it is worth telling apart."""

        PHONE = "phone"
        COMPUTER = "computer"

    user = models.ForeignKey(User, on_delete=models.CASCADE, related_name="sign_ins")
    session_key = models.CharField(max_length=40, unique=True)
    way = models.CharField(max_length=10, choices=Way.choices)
    device = models.CharField(max_length=10, choices=Device.choices)
    at = models.DateTimeField()

    def __str__(self) -> str:
        return f"{self.user_id} by {self.way}"


class Notice(models.Model):
    """Something about her account that she should know, shown until she has seen it: perhaps it was not she who did it.

    Personal data: what changed on whose account, and when. Deleted 90 days after she has seen it, or after two years.
    """

    class Kind(models.TextChoices):
        """What happened."""

        NEW_SIGN_IN = "new_sign_in"
        CARD_MADE = "card_made"
        PASSWORD_CHANGED = "password_changed"
        EMAIL_ADDED = "email_added"
        EMAIL_REMOVED = "email_removed"
        PHONE_ADDED = "phone_added"
        PHONE_REMOVED = "phone_removed"
        PASSKEY_ADDED = "passkey_added"
        PASSKEY_REMOVED = "passkey_removed"
        APP_ADDED = "app_added"
        APP_REMOVED = "app_removed"
        RECOVERY_CODES = "recovery_codes"
        MERGED = "merged"
        UNMERGED = "unmerged"
        SECRET_PICTURES = "secret_pictures"
        NEW_CARD = "new_card"
        NEW_CARD_STOPPED = "new_card_stopped"
        PHONE_LOCKED = "phone_locked"
        PHONE_UNLOCKED = "phone_unlocked"

    user = models.ForeignKey(User, on_delete=models.CASCADE, related_name="notices")
    kind = models.CharField(max_length=20, choices=Kind.choices)
    at = models.DateTimeField()
    seen_at = models.DateTimeField(null=True, blank=True)

    def __str__(self) -> str:
        return f"{self.kind} for {self.user_id}"
