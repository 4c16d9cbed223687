"""What is about the learner herself, beside her learning."""

from django.urls import path

from accounts.views import looks

urlpatterns = [path("looks/", looks.looks, name="looks")]
