from django.urls import path, re_path

from courses.views import earlier, kept, learning, local, pages, quiz

urlpatterns = [
    path("", pages.page, name="home"),
    path("my-learning/", learning.my_learning, name="my_learning"),
    path("my-learning/state.json", learning.state, name="my_state"),
    path("my-learning/earlier/", earlier.was_it_you, name="was_it_you"),
    path("my-learning/kept/", learning.my_learning_kept, name="my_learning_kept"),
    path("my-phone/", kept.my_phone, name="my_phone"),
    path("not-here/", kept.not_here, name="not_here"),
    path("kept.json", kept.frame, name="kept_frame"),
    path("versions.json", kept.versions, name="kept_versions"),
    path("local/", local.choose, name="local"),
    path("local/<slug:destination>/", local.card, name="local_card"),
    path("local/<slug:destination>/facts.json", local.facts, name="local_facts"),
    re_path(r"^(?P<path>(?:[\w-]+/){3})quiz/(?P<number>\d{1,2})/$", quiz.item, name="quiz_item"),
    re_path(r"^(?P<path>(?:[\w-]+/){3})quiz/answered/(?P<item_id>[0-9a-f-]{36})/$", quiz.feedback, name="quiz_feedback"),
    re_path(r"^(?P<path>(?:[\w-]+/){3})quiz/done/$", quiz.result, name="quiz_result"),
    re_path(r"^(?P<path>(?:[\w-]+/){3})quiz/kept/$", quiz.result_kept, name="quiz_kept"),
    re_path(r"^(?P<path>(?:[\w-]+/){3})quiz/key\.json$", quiz.key, name="quiz_key"),
    re_path(r"^(?P<path>(?:[\w-]+/){3})kept\.json$", kept.lesson, name="kept_lesson"),
    re_path(r"^(?P<path>(?:[\w-]+/){2})pack\.json$", kept.pack, name="kept_pack"),
    re_path(r"^(?P<path>(?:[\w-]+/){3})read/$", pages.read, name="lesson_read"),
    re_path(r"^(?P<path>(?:[\w-]+/)*)$", pages.page, name="wagtail_serve"),
]
