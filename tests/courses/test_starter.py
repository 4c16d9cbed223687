"""The starter course: files are checked as a whole, loaded twice without harm, and never undo a trainer's work."""

import shutil
from io import StringIO
from pathlib import Path

import pytest
from django.conf import settings
from django.core.management import CommandError, call_command

from courses import starter
from courses.check_content import problems
from courses.content_nodes import BadContent
from courses.models import CoursePage, LessonPage, LoadedFile, LocalFact, ModulePage
from quizzes.models import Quiz
from records.models import Statement
from tests.makers import NOON

CONTENT = Path(settings.BASE_DIR) / "content"
LESSON = "online-safety/safe-before-you-go/lock-and-password"


@pytest.fixture
def folder(tmp_path):
    """One module of the real course, to break and to edit."""
    shutil.copytree(CONTENT / "online-safety", tmp_path / "online-safety")
    shutil.rmtree(tmp_path / "online-safety" / "safe-here")
    return tmp_path


def edit(folder, file, old, new):
    path = folder / file
    text = path.read_text(encoding="utf-8")
    assert old in text
    path.write_text(text.replace(old, new, 1), encoding="utf-8")


def lines_of(folder, file):
    return (folder / file).read_text(encoding="utf-8").splitlines()


def test_the_whole_starter_course_is_sound_and_plain():
    assert [str(problem) for problem in problems()] == []


def test_four_courses_eight_modules_and_at_least_twenty_lessons_in_four_languages():
    files = [str(path.relative_to(CONTENT)) for path in CONTENT.rglob("*.yaml")]
    for language in ("en", "ar", "fr", "uk"):
        assert sum(name.endswith(f"course.{language}.yaml") for name in files) == 4
        assert sum(name.endswith(f"module.{language}.yaml") for name in files) == 8
        assert sum(name.endswith(f"lesson.{language}.yaml") for name in files) >= 20
        assert sum(name.endswith(f"quiz.{language}.yaml") for name in files) >= 20


def test_every_picture_of_the_kit_is_drawn_and_light():
    from core.pictures import kit

    for name in kit():
        drawing = Path(settings.BASE_DIR) / "static" / "illustrations" / f"{name}.svg"
        assert drawing.exists() and drawing.stat().st_size <= 2048, name


@pytest.mark.django_db
def test_loading_puts_every_text_on_the_site_and_again_changes_nothing(folder):
    first = starter.load(folder, at=NOON)
    assert (CoursePage.objects.count(), ModulePage.objects.count(), LessonPage.objects.count(), Quiz.objects.count()) == (
        4,
        4,
        12,
        12,
    )
    assert len(first.added) == 32
    before = list(LessonPage.objects.order_by("pk").values_list("pk", "latest_revision", "last_published_at"))
    second = starter.load(folder, at=NOON)
    assert (second.added, second.updated, second.kept) == ([], [], [])
    assert before == list(LessonPage.objects.order_by("pk").values_list("pk", "latest_revision", "last_published_at"))


@pytest.mark.django_db
def test_translations_share_keys_and_block_ids(folder):
    starter.load(folder, at=NOON)
    english, arabic = (LessonPage.objects.get(slug="lock-and-password", locale__language_code=code) for code in ("en", "ar"))
    assert english.translation_key == arabic.translation_key and english.quiz_key == arabic.quiz_key
    assert [block.id for block in english.body] == [block.id for block in arabic.body]
    quizzes = Quiz.objects.filter(translation_key=english.quiz_key)
    assert len({tuple(quiz.item_ids) for quiz in quizzes}) == 1
    assert len({str([item.key for item in quiz.item_list]) for quiz in quizzes}) == 1


@pytest.mark.django_db
def test_a_new_text_in_a_file_reaches_the_site(folder, client):
    starter.load(folder, at=NOON)
    edit(folder, f"{LESSON}/lesson.en.yaml", "title: ", "title: My ")
    report = starter.load(folder, at=NOON)
    assert "OS-P1.lesson.en" in report.updated
    assert LessonPage.objects.get(slug="lock-and-password", locale__language_code="en").title.startswith("My ")


@pytest.mark.django_db
@pytest.mark.parametrize("publish", [True, False])
def test_what_a_trainer_has_edited_stays_and_is_reported(folder, publish):
    starter.load(folder, at=NOON)
    lesson = LessonPage.objects.get(slug="lock-and-password", locale__language_code="en")
    lesson.objective = "I can do what our office says."
    revision = lesson.save_revision()
    if publish:
        revision.publish()
    edit(folder, f"{LESSON}/lesson.en.yaml", "title: ", "title: My ")
    report = starter.load(folder, at=NOON)
    assert report.kept == ["OS-P1.lesson.en"]
    latest = LessonPage.objects.get(pk=lesson.pk).get_latest_revision_as_object()
    assert latest.objective == "I can do what our office says."


@pytest.mark.django_db
def test_what_a_trainer_has_deleted_does_not_come_back(folder):
    starter.load(folder, at=NOON)
    LessonPage.objects.get(slug="lock-and-password", locale__language_code="en").delete()
    report = starter.load(folder, at=NOON)
    assert "OS-P1.lesson.en" in report.deleted
    assert not LessonPage.objects.filter(slug="lock-and-password", locale__language_code="en").exists()


@pytest.mark.django_db
def test_what_a_trainer_has_taken_off_the_site_stays_off(folder):
    starter.load(folder, at=NOON)
    LessonPage.objects.get(slug="lock-and-password", locale__language_code="en").unpublish()
    edit(folder, f"{LESSON}/lesson.en.yaml", "title: ", "title: My ")
    starter.load(folder, at=NOON)
    assert not LessonPage.objects.get(slug="lock-and-password", locale__language_code="en").live


@pytest.mark.django_db
def test_an_update_leaves_learners_records_alone(folder, visitor):
    from records.api import record
    from tests.makers import make_statement

    starter.load(folder, at=NOON)
    record(learner=visitor, statements=[make_statement()], at=NOON)
    before = list(Statement.objects.values())
    edit(folder, f"{LESSON}/quiz.en.yaml", "prompt: ", "prompt: So, ")
    starter.load(folder, at=NOON)
    assert list(Statement.objects.values()) == before


@pytest.mark.django_db
def test_the_example_facts_are_verified_by_nobody():
    call_command("load_starter", CONTENT, stdout=StringIO())
    assert LocalFact.objects.count() >= 8
    assert not LocalFact.objects.exclude(verified_on=None).exists()


BROKEN = [
    ("lesson.ar.yaml", "  - id: ", "  - id: other-", "is missing in this language"),
    ("lesson.en.yaml", "type: paragraph", "type: paragraf", "type “paragraf” is not one of"),
    ("lesson.en.yaml", "title: ", "titel: ", "“title” is missing or empty"),
    ("lesson.en.yaml", "picture: phone-lock", "picture: unicorn", "there is no picture “unicorn”"),
    ("lesson.en.yaml", "minutes: ", "minutes: many", "minutes is a whole number"),
    ("lesson.en.yaml", "objective: ", "objective: {fact:unicorn} ", ""),
    ("lesson.fr.yaml", "status: draft", "status: perfect", "status is one of"),
    ("lesson.fr.yaml", "title: ", "title: [", ""),
    ("quiz.en.yaml", "right: true", "right: false", "exactly one choice is right, here are 0"),
    ("quiz.uk.yaml", "      - id: ", "      - id: other-", "is missing in this language"),
    ("quiz.en.yaml", "when_right: ", "when_write: ", "“when_right” is missing or empty"),
]


@pytest.mark.django_db
@pytest.mark.parametrize(("file", "old", "new", "reason"), BROKEN)
def test_bad_input_is_named_by_file_line_and_reason_and_changes_nothing(folder, file, old, new, reason):
    edit(folder, f"{LESSON}/{file}", old, new)
    with pytest.raises(BadContent) as caught:
        starter.load(folder, at=NOON)
    assert any(
        problem.file == f"{LESSON}/{file}" and reason in problem.reason and problem.line >= 1
        for problem in caught.value.problems
    )
    assert LessonPage.objects.count() == LoadedFile.objects.count() == Quiz.objects.count() == 0


def test_the_line_is_the_line_of_the_fault(folder):
    file = f"{LESSON}/lesson.en.yaml"
    edit(folder, file, "picture: phone-lock", "picture: unicorn")
    with pytest.raises(BadContent) as caught:
        starter.load(folder, at=NOON)
    problem = next(problem for problem in caught.value.problems if "unicorn" in problem.reason)
    assert "unicorn" in lines_of(folder, file)[problem.line - 1]


def test_a_fault_stops_the_command_with_every_fault_at_once(folder):
    edit(folder, f"{LESSON}/lesson.en.yaml", "picture: phone-lock", "picture: unicorn")
    edit(folder, f"{LESSON}/lesson.fr.yaml", "status: draft", "status: perfect")
    with pytest.raises(CommandError) as caught:
        call_command("load_starter", folder)
    assert "unicorn" in str(caught.value) and "status is one of" in str(caught.value)


@pytest.mark.django_db
def test_a_fault_that_only_the_database_sees_changes_nothing(folder, monkeypatch):
    monkeypatch.setattr(starter, "keep_versions", lambda *args, **kwargs: 1 / 0)
    with pytest.raises(ZeroDivisionError):
        starter.load(folder, at=NOON)
    assert LessonPage.objects.count() == LoadedFile.objects.count() == 0


def test_bold_and_paragraphs_become_html_and_nothing_else_does():
    assert starter.to_html("A **bold** word\nhere.\n\nNext <b>.") == "<p>A <b>bold</b> word here.</p><p>Next &lt;b&gt;.</p>"
