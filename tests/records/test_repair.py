"""What is kept for repair, at /cms/reports/kept/: staff see what is in the way, mend it, and try again."""

import json
import re
from typing import Any

import pytest
from django.contrib.auth.models import Permission
from django.test import Client
from django.utils import timezone

from accounts.models import Look, User
from courses.models import LessonPage
from quizzes.models import ItemVersion, Quiz
from records import staff
from records.models import Kept, Progress, Statement
from records.reasons import IN_WORDS, WHAT_TO_DO, Reason
from tests.conftest import OURS
from tests.makers import make_home, make_lesson
from tests.records.phones import SECRET, a_go, answered, have_read, send

pytestmark = pytest.mark.django_db
KEPT = "/cms/reports/kept/"


@pytest.fixture
def lesson() -> LessonPage:
    make_home()
    return make_lesson()


@pytest.fixture
def versions(quiz: Quiz) -> list[ItemVersion]:
    """All that was published, which the site has forgotten."""
    known = list(ItemVersion.objects.all())
    ItemVersion.objects.all().delete()
    return known


@pytest.fixture
def cms(tomas: User) -> Client:
    """Tomas, signed in, in a browser that checks where forms come from."""
    client = Client()
    client.force_login(tomas)
    return client


def someone(**values: Any) -> Client:
    client = Client()
    client.force_login(User.objects.create_user("someone", password="river-goat-lamp", **values))
    return client


def text_of(response: Any) -> str:
    return re.sub(r"\s+", " ", response.content.decode()).replace("&quot;", '"').translate({0x2068: None, 0x2069: None})


def rows(response: Any) -> int:
    return text_of(response).count('class="title-wrapper"')


def after(response: Any, client: Client) -> str:
    assert response.status_code == 302
    return text_of(client.get(response["Location"]))


# --- who may come in ------------------------------------------------------------------------------------------------


def everywhere(client: Client) -> list[Any]:
    pk = Kept.objects.get().pk
    return [
        *(client.get(f"{KEPT}{path}") for path in ("", "results/", f"{pk}/")),
        *(client.post(f"{KEPT}{path}") for path in ("again/", f"{pk}/again/")),
    ]


@pytest.fixture
def one(phone: Client, quiz: Quiz, versions: list[ItemVersion]) -> Kept:
    send(phone, [answered(quiz, 0)])
    ItemVersion.objects.bulk_create(versions)
    return Kept.objects.get()


def nothing_was_done() -> bool:
    return Kept.objects.get().replayed is None and Statement.objects.count() == 0


def test_a_stranger_is_sent_to_sign_in(one: Kept) -> None:
    for response in everywhere(Client()):
        assert response["Location"].startswith("/cms/login/")
    assert nothing_was_done()


def test_a_learner_may_not_come_in(one: Kept, selam: User) -> None:
    client = Client()
    client.force_login(selam)
    assert {response.status_code for response in everywhere(client)} == {302}
    assert nothing_was_done()


def test_staff_who_may_not_repair_see_nothing_of_it(one: Kept) -> None:
    client = someone(is_staff=True)
    User.objects.get(username="someone").user_permissions.add(Permission.objects.get(codename="access_admin"))
    for response in everywhere(client):
        assert (response.status_code, response["Location"]) == (302, "/cms/")
    assert "Kept for repair" not in text_of(client.get("/cms/"))
    assert nothing_was_done()


def test_nobody_s_page_can_make_her_try_again(one: Kept, tomas: User) -> None:
    client = Client(enforce_csrf_checks=True)
    client.force_login(tomas)
    assert {client.post(f"{KEPT}{path}").status_code for path in ("again/", f"{one.pk}/again/")} == {403}
    assert nothing_was_done()


def test_looking_changes_nothing(one: Kept, cms: Client) -> None:
    assert {cms.get(f"{KEPT}{path}").status_code for path in ("again/", f"{one.pk}/again/")} == {405}
    assert nothing_was_done()


def test_administrators_find_it_among_the_reports(db: None) -> None:
    make_home()
    client = Client()
    client.force_login(User.objects.create_superuser("admin"))
    assert f'"url": "{KEPT}"' in text_of(client.get("/cms/"))
    assert "Nothing waits for repair." in text_of(client.get(KEPT))
    change = Permission.objects.get(codename="change_kept")
    assert re.search(rf'name="permissions"[^>]*value="{change.pk}"', text_of(client.get("/cms/groups/new/")))


# --- what is seen ---------------------------------------------------------------------------------------------------


def test_the_first_page_says_that_something_waits(one: Kept, cms: Client) -> None:
    page = text_of(cms.get("/cms/"))
    assert "Phones sent 1 thing that could not be stored." in page
    assert f'<a href="{KEPT}?reason=content">{IN_WORDS[Reason.CONTENT]}</a>: 1' in page
    Kept.objects.update(replayed=timezone.now())
    assert "Kept for repair" not in text_of(cms.get("/cms/"))


def test_the_list_says_what_is_in_the_way_what_it_is_about_and_what_to_do(
    cms: Client, phone: Client, lesson: LessonPage, quiz: Quiz, versions: list[ItemVersion]
) -> None:
    send(phone, [answered(quiz, 0), answered(quiz, 1, language="ar"), have_read(lesson, content_hash="f" * 64), {"odd": True}])
    send(phone, [answered(quiz, 0, activity="0a1b2c3d-0000-4000-8000-00000000000a", parent=None)])
    page = text_of(cms.get(KEPT))
    assert rows(cms.get(KEPT)) == 5
    assert "5 waiting" in page
    for words in (
        "“tf?” in the quiz “Quiz in en”",
        "“ft?” in the quiz “Quiz in en” (Arabic)",
        "The lesson “locks in en” (English)",
    ):
        assert words in page
    assert "Something that is not here (English)" in page
    for reason in (Reason.CONTENT, Reason.SHAPE):
        assert IN_WORDS[reason] in page
        assert WHAT_TO_DO[reason] in page


def test_it_is_filtered_by_what_is_in_the_way_and_whether_it_still_is(
    cms: Client, phone: Client, quiz: Quiz, versions: list[ItemVersion]
) -> None:
    send(phone, [*a_go(quiz), {"odd": True}])
    Kept.objects.filter(pk=Kept.objects.filter(reason="content").first().pk).update(replayed=timezone.now())
    found = {
        query: rows(cms.get(f"{KEPT}?{query}")) for query in ("", "reason=content", "state=stored", "state=all", "reason=verb")
    }
    assert found == {"": 2, "reason=content": 1, "state=stored": 1, "state=all": 3, "reason=verb": 0}
    assert rows(cms.get(f"{KEPT}results/?reason=shape")) == 1


def test_the_list_costs_the_same_however_much_waits(
    cms: Client, phone: Client, quiz: Quiz, versions: list[ItemVersion], django_assert_max_num_queries: Any
) -> None:
    send(phone, [one for _ in range(10) for one in a_go(quiz)])
    cms.get(KEPT)
    with django_assert_max_num_queries(20):
        assert rows(cms.get(KEPT)) == 20


def test_what_came_can_be_read_but_not_whose_it_is(cms: Client, phone: Client, selam: User, quiz: Quiz) -> None:
    phone.force_login(selam)
    send(phone, [answered(quiz, 0, verb="danced", mood="<script>alert(1)</script> ሰላም \ud800 \u0000")], secret="")
    page = text_of(cms.get(f"{KEPT}{Kept.objects.get().pk}/"))
    assert '"verb": "danced"' in page
    assert "&lt;script&gt;alert(1)&lt;/script&gt; ሰላም" in page
    learner = Kept.objects.get().learner
    assert "selam" not in page + text_of(cms.get(KEPT))
    assert str(learner.uuid) not in page


def test_a_look_at_what_someone_answered_is_written_down_for_her(
    cms: Client, phone: Client, selam: User, quiz: Quiz, versions: list[ItemVersion]
) -> None:
    phone.force_login(selam)
    send(phone, a_go(quiz)[:1])
    kept = Kept.objects.exclude(learner=None).get()
    cms.get(KEPT)  # the list shows nobody's answers
    assert not Look.objects.exists()
    cms.get(f"{KEPT}{kept.pk}/")
    assert Look.objects.at_record_of(kept.learner).values_list("who", "role", "what", "why").get() == (
        "tomas",
        "trainer",
        "answer",
        "repair",
    )


@pytest.mark.parametrize("around", ['{{"secret":"{}", broken', "{{'secret': '{}'", '"{{\\"secret\\": \\"{}\\"', "key={}"])
def test_a_phone_s_secret_is_not_shown(cms: Client, around: str) -> None:
    Client(**OURS).post("/sync/", around.format(SECRET), content_type="application/json")
    page = text_of(cms.get(f"{KEPT}{Kept.objects.get().pk}/"))
    assert "As it came" in page
    assert SECRET not in page


def test_odd_things_can_be_looked_at(cms: Client, phone: Client) -> None:
    odd = [None, 7, [], "\ud800", {"activity": 7, "language": {}, "parent": []}, {"language": "\ud800"}, ["x" * 30_000]]
    send(phone, odd)
    Client(**OURS).post("/sync/", b'{"statements": [\x00\xff' + b"[" * 5000, content_type="application/json")
    assert rows(cms.get(KEPT)) == Kept.objects.count() == len(odd) + 1
    for kept in Kept.objects.all():
        assert cms.get(f"{KEPT}{kept.pk}/").status_code == 200
    assert cms.get(f"{KEPT}999999/", follow=True).status_code == 404


# --- trying again ---------------------------------------------------------------------------------------------------


def test_what_was_mended_is_stored_and_counts(
    cms: Client, phone: Client, lesson: LessonPage, quiz: Quiz, versions: list[ItemVersion]
) -> None:
    send(phone, [*a_go(quiz), {"odd": True}])
    assert "Stored: 0. Still waiting: 3." in after(cms.post(f"{KEPT}again/"), cms)
    ItemVersion.objects.bulk_create(versions)
    assert "Stored: 2. Still waiting: 1. What to do about them stands here." in after(cms.post(f"{KEPT}again/"), cms)
    assert Progress.objects.filter(activity=lesson.translation_key, passed_at__isnull=False).exists()
    assert json.loads(Kept.objects.get(replayed=None).raw) == {"odd": True}
    assert rows(cms.get(f"{KEPT}?state=stored")) == 2


def test_one_is_tried_by_itself(cms: Client, phone: Client, quiz: Quiz, versions: list[ItemVersion]) -> None:
    send(phone, a_go(quiz))
    kept = Kept.objects.order_by("pk")
    again = f"{KEPT}{kept[0].pk}/again/"
    page = after(cms.post(again), cms)
    assert "It still waits." in page
    assert WHAT_TO_DO[Reason.CONTENT] in page
    ItemVersion.objects.bulk_create(versions)
    assert "Stored. It counts now." in after(cms.post(again), cms)
    assert "Stored. It counts now." in after(cms.post(again), cms)  # twice is once
    assert Statement.objects.count() == 1
    assert [one.replayed is None for one in kept.all()] == [False, True]
    assert "Stored since then" in text_of(cms.get(f"{KEPT}{kept[0].pk}/"))


def test_another_thing_in_the_way_is_said(cms: Client, phone: Client, quiz: Quiz, versions: list[ItemVersion]) -> None:
    send(phone, [answered(quiz, 0, response={"answer": ["perhaps"]})])
    assert Kept.objects.get().reason == "content"
    ItemVersion.objects.bulk_create(versions)
    assert IN_WORDS[Reason.RESPONSE] in after(cms.post(f"{KEPT}{Kept.objects.get().pk}/again/"), cms)
    assert Kept.objects.get().reason == "response"


def test_much_is_tried_in_portions_of_which_none_is_left_out(
    cms: Client, phone: Client, quiz: Quiz, versions: list[ItemVersion], monkeypatch: Any
) -> None:
    monkeypatch.setattr(staff, "TRIED_AT_ONCE", 2)
    send(phone, [{"odd": 1}, {"odd": 2}, *a_go(quiz), {"odd": 3}])
    ItemVersion.objects.bulk_create(versions)
    assert "Stored: 0. Still waiting: 5. Not all have been tried yet" in after(cms.post(f"{KEPT}again/"), cms)
    assert "Stored: 2. Still waiting: 3. Not all have been tried yet" in after(cms.post(f"{KEPT}again/"), cms)
    assert "Stored: 0. Still waiting: 3. What to do" in after(cms.post(f"{KEPT}again/"), cms)
    assert "Not all have been tried yet" in after(cms.post(f"{KEPT}again/"), cms)  # and from the beginning again
