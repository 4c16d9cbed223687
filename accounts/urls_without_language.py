from django.urls import path

from accounts.views import lock
from accounts.views.cards import scanned

urlpatterns = [
    path("card/", scanned, name="card"),
    path("phone/lock/", lock.lock_phone, name="lock_phone"),
    path("phone/open/", lock.let_in, name="let_in"),
]
