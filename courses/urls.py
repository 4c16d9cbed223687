from django.urls import path, re_path

from courses.views import learning, local, pages, quiz

urlpatterns = [
    path("", pages.page, name="home"),
    path("my-learning/", learning.my_learning, name="my_learning"),
    path("my-learning/state.json", learning.state, name="my_state"),
    path("local/", local.choose, name="local"),
    path("local/<slug:destination>/", local.card, name="local_card"),
    path("local/<slug:destination>/facts.json", local.facts, name="local_facts"),
    re_path(r"^(?P<path>(?:[\w-]+/){3})quiz/(?P<number>\d{1,2})/$", quiz.item, name="quiz_item"),
    re_path(r"^(?P<path>(?:[\w-]+/){3})quiz/answered/(?P<item_id>[0-9a-f-]{36})/$", quiz.feedback, name="quiz_feedback"),
    re_path(r"^(?P<path>(?:[\w-]+/){3})quiz/done/$", quiz.result, name="quiz_result"),
    re_path(r"^(?P<path>(?:[\w-]+/){3})read/$", pages.read, name="lesson_read"),
    re_path(r"^(?P<path>(?:[\w-]+/)*)$", pages.page, name="wagtail_serve"),
]
