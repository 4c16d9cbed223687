"""A phone that several people use."""

from django.urls import path

from accounts.views import lock

urlpatterns = [
    path("start/", lock.start, name="start"),  # core.away knows it too
    path("lock/", lock.lock, name="lock"),
]
