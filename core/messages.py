"""Short messages to someone, in a cookie that in production is bound to our host as all are."""

from django.conf import settings
from django.contrib.messages.storage.cookie import CookieStorage
from django.contrib.messages.storage.fallback import FallbackStorage
from django.contrib.messages.storage.session import SessionStorage


class CookieMessages(CookieStorage):
    """Django's own, under our name."""

    cookie_name = settings.MESSAGES_COOKIE_NAME


class Messages(FallbackStorage):
    """In the cookie; what is too long for it, in the session."""

    storage_classes = (CookieMessages, SessionStorage)
