"""Learning cards, below ``account/``."""

from django.urls import path

from accounts.views import cards, recovery

urlpatterns = [
    path("keep/", cards.keep, name="account_keep"),
    path("card/", cards.card, name="account_card"),
    path("card/opened/", cards.opened, name="account_card_opened"),
    path("card/new/", cards.new, name="account_card_new"),
    path("card/shown/", cards.shown, name="account_card_shown"),
    path("card/stop/", recovery.stop_new_card, name="account_card_stop"),
    path("secret/", recovery.secret, name="account_secret"),
]
