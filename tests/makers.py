"""Plain functions that make things for tests. Each takes what the test is about and fills in the rest."""

from datetime import UTC, datetime, timedelta
from typing import Any
from uuid import UUID, uuid4, uuid5

from django.utils.crypto import salted_hmac
from wagtail.models import Locale, Page

from accounts.models import Learner, User
from courses.api import keep_version
from courses.models import CoursePage, HomePage, LessonPage, ModulePage
from courses.starter import set_up_site
from quizzes.api import keep_versions
from quizzes.models import Quiz
from records.api import NewStatement, Verb

NOON = datetime(2026, 11, 21, 12, 0, tzinfo=UTC)
NAMES = UUID("6b8f0d0c-0000-4000-8000-000000000000")


def later(minutes: float) -> datetime:
    """A moment after noon."""
    return NOON + timedelta(minutes=minutes)


def block_id(name: str) -> str:
    """The same id for the same name, whatever the language."""
    return str(uuid5(NAMES, name))


def option_id(name: str) -> str:
    """The id of a pair's right side."""
    return salted_hmac("quizzes.option", block_id(name)).hexdigest()[:12]


def make_user(username: str = "selam", **values: Any) -> User:
    return User.objects.create_user(username=username, password="river-goat-lamp", **values)


def make_learner(user: User | None = None) -> Learner:
    return Learner.objects.create(user=user)


def make_statement(verb: str = Verb.PASSED, *, activity: UUID | None = None, minutes: float = 0, **values: Any) -> NewStatement:
    return NewStatement(verb, activity or uuid4(), later(minutes), **values)


def choice(name: str, text: str, *, right: bool = False, feedback: str = "") -> dict[str, Any]:
    value = {"text": text, "right": right, "feedback": feedback, "picture": ""}
    return {"type": "item", "id": block_id(name), "value": value}


def item(kind: str, name: str, **values: Any) -> dict[str, Any]:
    """One item as StreamField data: ``kind`` is the block's name."""
    words = {
        "prompt": f"{name}?",
        "picture": "",
        "alt": "",
        "when_right": "Yes, because.",
        "when_wrong": "It is another, because.",
    }
    return {"type": kind, "id": block_id(name), "value": words | values}


def all_kinds() -> list[dict[str, Any]]:
    """One item of each kind. Right: true; the second; the first and third; one two three; each its own."""
    step = [{"type": "item", "id": block_id(f"step{n}"), "value": {"text": f"Step {n}"}} for n in (1, 2, 3)]
    pair = [
        {"type": "item", "id": block_id(f"pair{n}"), "value": {"left": f"Left {n}", "right": f"Right {n}"}} for n in (1, 2, 3)
    ]
    three = [choice(f"c{n}", f"Choice {n}", right=n == 2, feedback=f"About {n}.") for n in (1, 2, 3)]
    many = [choice(f"m{n}", f"Many {n}", right=n != 2) for n in (1, 2, 3)]
    return [
        item("true_false", "tf", answer="true"),
        item("choice", "one", choices=three),
        item("multiple_choice", "many", choices=many),
        item("sequencing", "order", steps=step),
        item("matching", "match", pairs=pair),
    ]


def two_questions() -> list[dict[str, Any]]:
    return [item("true_false", "tf", answer="true"), item("true_false", "ft", answer="false")]


def make_quiz(
    items: list[dict[str, Any]] | None = None, *, language: str = "en", key: UUID | None = None, **values: Any
) -> Quiz:
    locale, _ = Locale.objects.get_or_create(language_code=language)
    quiz = Quiz(title=f"Quiz in {language}", locale=locale, translation_key=key or uuid4(), **values)
    quiz.items = quiz.items.stream_block.to_python(items or two_questions())
    quiz.save()
    keep_versions(quiz, at=NOON)
    return quiz


def make_home(language: str = "en") -> HomePage:
    home = set_up_site()
    if language == "en":
        return home
    locale, _ = Locale.objects.get_or_create(language_code=language)
    found = HomePage.objects.filter(locale=locale).first()
    if found:
        return found
    page = HomePage(title="Onward", slug=f"onward-{language}", locale=locale, translation_key=home.translation_key)
    return Page.objects.get(depth=1).add_child(instance=page)


def _child(parent: Page, model: type[Page], slug: str, language: str, **values: Any) -> Any:
    found = model.objects.child_of(parent).filter(slug=slug).first()
    if found:
        return found
    key = uuid5(NAMES, f"page/{parent.url_path.split('/', 2)[2]}{slug}")
    locale = Locale.objects.get(language_code=language)
    return parent.add_child(instance=model(slug=slug, locale=locale, translation_key=key, **values))


def make_lesson(
    slug: str = "locks",
    *,
    language: str = "en",
    course: str = "safety",
    module: str = "before",
    phase: str = "pre_departure",
    items: list[dict[str, Any]] | None = None,
    with_quiz: bool = True,
    body: list[dict[str, Any]] | None = None,
    **values: Any,
) -> LessonPage:
    """A lesson with its module and course, and its quiz, published. Its address is /language/course/module/slug/."""
    home = make_home(language)
    strand = _child(
        home, CoursePage, course, language, title=f"{course} in {language}", summary="A strand.", picture="online-safety"
    )
    unit = _child(
        strand,
        ModulePage,
        module,
        language,
        title=f"{module} in {language}",
        summary="A unit.",
        phase=phase,
        picture="phone-lock",
    )
    blocks = body or [
        {"type": "paragraph", "id": block_id("p"), "value": {"heading": "Why", "text": "<p>Your phone is yours.</p>"}}
    ]
    if with_quiz:
        quiz = make_quiz(items, language=language, key=uuid5(NAMES, f"quiz/{course}/{module}/{slug}"))
        blocks = [*blocks, {"type": "quiz", "id": block_id("q"), "value": quiz.pk}]
    words = {
        "title": f"{slug} in {language}",
        "objective": "I can lock it.",
        "minutes": 4,
        "picture": "phone-lock",
        "picture_alt": "A lock.",
    }
    words |= values
    lesson = _child(unit, LessonPage, slug, language, **words)
    lesson.body = lesson.body.stream_block.to_python(blocks)
    lesson.save()
    keep_version(lesson, at=NOON)
    return lesson
