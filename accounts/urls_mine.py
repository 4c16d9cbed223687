"""What is about the learner herself, beside her learning."""

from django.urls import path

from accounts.views import about_you, looks

urlpatterns = [
    path("looks/", looks.looks, name="looks"),
    path("about-you/", about_you.about_you, name="about_you"),
    path("about-you/copy/", about_you.to_read, name="about_you_copy"),
    path("about-you/copy.json", about_you.for_programs, name="about_you_json"),
    path("about-you/erase/", about_you.erase_me, name="about_you_erase"),
]
