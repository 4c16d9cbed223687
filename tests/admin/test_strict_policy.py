"""The whole admin in a real browser, under a policy that allows no inline script: nothing is refused, nobody else is asked."""

import json
import re
from collections.abc import Iterator
from io import BytesIO
from typing import Any

import pytest
from PIL import Image

from accounts.demo import CODE, PASSWORD

pytestmark = [pytest.mark.browser, pytest.mark.xdist_group("browser")]

WATCH = """
document.addEventListener("securitypolicyviolation", (event) => {
  console.error("refused", event.violatedDirective, event.blockedURI);
});
"""
PAGES = [
    "",
    "pages/",
    "pages/1/",
    "reports/locked/",
    "reports/site-history/",
    "reports/workflow/",
    "reports/aging-pages/",
    "reports/kept/",
    "users/",
    "users/new/",
    "groups/",
    "groups/new/",
    "sites/",
    "sites/new/",
    "redirects/",
    "redirects/add/",
    "redirects/import/",
    "collections/",
    "collections/add/",
    "workflows/list/",
    "workflows/add/",
    "workflows/tasks/index/",
    "images/",
    "images/add/",
    "documents/",
    "documents/multiple/add/",
    "media/",
    "media/audio/add/",
    "media/video/add/",
    "snippets/quizzes/quiz/",
    "snippets/courses/localfact/",
    "snippets/courses/localfact/add/",
    "account/",
    "pages/search/?q=code",
]
LESSON_PARTS = [
    "Paragraph",
    "Picture",
    "Voice clip",
    "Box",
    "Steps",
    "Checklist",
    "Try it on your phone",
    "A moment to think",
    "Quiz",
]
QUESTIONS = ["True or not true", "One right choice", "Several right choices", "Put in order", "Match pairs"]


class Desk:
    """A browser window at the admin, and all that went wrong in it."""

    def __init__(self, site: Any, context: Any):
        self.site, self.wrong = site, []
        context.add_init_script(WATCH)
        context.on("request", self._request)
        context.on("page", self._page)
        self.page = context.new_page()
        self.page.set_default_timeout(20000)

    def _request(self, request: Any) -> None:
        if not request.url.startswith((self.site.url, "data:", "blob:", "about:")):
            self.wrong.append(f"asked {request.url}")

    def _page(self, page: Any) -> None:
        page.on("pageerror", lambda error: self.wrong.append(f"{page.url}: {error}"))
        page.on("console", lambda message: self._console(page, message))

    def _console(self, page: Any, message: Any) -> None:
        # Saving by itself is refused with a 400 as long as a form is not filled in: Wagtail says so beside the button.
        if message.type == "error" and "status of 400" not in message.text:
            self.wrong.append(f"{page.url}: {message.text}")

    def go(self, path: str) -> None:
        self.page.goto(f"{self.site.url}/cms/{path}")

    def sign_in(self, name: str) -> "Desk":
        self.go("")
        self.page.fill("[name=login]", name)
        self.page.fill("[name=password]", PASSWORD)
        self.page.click("form.form .go")
        self.page.fill("[name=code]", CODE)
        self.page.click("form.form .go")
        self.page.wait_for_selector("#wagtail-sidebar nav")
        return self

    def add_block(self, name: str) -> None:
        self.page.locator("button.c-sf-add-button").last.click()
        self.page.get_by_role("option", name=name).last.click()

    def close_dialog(self) -> None:
        self.page.locator(".modal button.close").click()
        self.page.wait_for_selector(".modal", state="detached")


@pytest.fixture
def desk(site: Any, browser: Any) -> Iterator[Desk]:
    context = browser.new_context(viewport={"width": 1366, "height": 900})
    desk = Desk(site, context)
    yield desk
    context.close()
    assert desk.wrong == []


@pytest.fixture(scope="module")
def keys(site: Any) -> Any:
    """Of one English lesson: its own key, its module's and its quiz's."""
    code = """
import json; from courses.models import LessonPage; from quizzes.models import Quiz
lesson = LessonPage.objects.filter(locale__language_code="en").exclude(quiz_key=None).first()
quiz = Quiz.objects.get(locale=lesson.locale, translation_key=lesson.quiz_key)
print(json.dumps({"lesson": lesson.pk, "module": lesson.get_parent().pk, "quiz": quiz.pk}))
"""
    return json.loads(site.manage("shell", "-v", "0", "-c", code).splitlines()[-1])


def test_every_kind_of_page_opens(desk: Desk, keys: Any) -> None:
    desk.sign_in("admin")
    quiz, lesson = f"snippets/quizzes/quiz/{{}}/{keys['quiz']}/", f"pages/{keys['lesson']}/"
    of_a_quiz = [quiz.format(view) for view in ("edit", "history", "usage", "delete", "copy", "unpublish")]
    views = ("edit", "history", "usage", "delete", "copy", "move", "unpublish", "edit/preview", "view_draft")
    for path in [*PAGES, *of_a_quiz, *(f"{lesson}{view}/" for view in views)]:
        desk.go(path)
        desk.page.wait_for_load_state("networkidle")


def test_a_trainer_writes_a_quiz_of_every_kind_of_question(desk: Desk) -> None:
    desk.sign_in("tomas").go("snippets/quizzes/quiz/add/")
    for name in QUESTIONS:
        desk.add_block(name)
    desk.page.locator("select[data-illustrations]:visible").first.select_option("two-keys")
    assert "two-keys" in desk.page.locator("img.illustration:visible").first.get_attribute("src")


def test_a_trainer_sees_a_quiz_and_a_lesson_as_on_a_phone(desk: Desk, keys: Any) -> None:
    desk.sign_in("tomas")
    quiz, lesson = f"snippets/quizzes/quiz/edit/{keys['quiz']}/", f"pages/{keys['lesson']}/edit/"
    for path, shows in ((quiz, "form.question"), (lesson, "article.lesson")):
        desk.go(path)
        if not desk.page.locator("#w-preview-iframe").is_visible():  # an open panel stays open
            desk.page.locator("[data-side-panel-toggle=preview]").click()
        frame = desk.page.frame_locator("#w-preview-iframe")
        frame.locator(shows).first.wait_for()
        assert frame.locator("html").evaluate("() => innerWidth") == 360


def test_a_trainer_writes_a_lesson_of_every_kind_of_part(desk: Desk, keys: Any) -> None:
    desk.sign_in("tomas").go(f"pages/add/courses/lessonpage/{keys['module']}/")
    for name in LESSON_PARTS:
        desk.add_block(name)
    for words in ("Choose an image", "Choose audio", "Choose quiz"):
        desk.page.get_by_role("button", name=words).locator("visible=true").first.click()
        desk.page.wait_for_selector(".modal .modal-body")
        desk.close_dialog()
    text = desk.page.locator(".public-DraftEditor-content").first
    text.click()
    desk.page.keyboard.type("Ask us")
    desk.page.keyboard.press("Control+A")
    desk.page.keyboard.press("Control+k")
    desk.page.wait_for_selector(".modal .modal-body")
    desk.close_dialog()


def test_a_day_is_chosen_from_the_calendar(desk: Desk) -> None:
    desk.sign_in("tomas").go("snippets/courses/localfact/add/")
    desk.page.click("#id_verified_on")
    desk.page.locator(".xdsoft_datetimepicker:visible td.xdsoft_today").click()
    assert re.fullmatch(r"\d{4}-\d\d-\d\d", desk.page.input_value("#id_verified_on"))


def test_a_calendar_that_comes_later_is_started_too(desk: Desk) -> None:
    desk.sign_in("tomas").go("snippets/courses/localfact/add/")
    desk.page.evaluate("""() => document.querySelector("#id_hours").insertAdjacentHTML("afterend",
        '<input id="late"><template data-start="initDateChooser" data-id="late" data-options="{}"></template>')""")
    desk.page.click("#late")
    desk.page.locator(".xdsoft_datetimepicker:visible").wait_for()


def test_a_mark_cannot_start_anything_but_a_widget(desk: Desk) -> None:
    desk.sign_in("tomas").go("")
    with desk.page.expect_console_message(lambda message: "does not know" in message.text):
        desk.page.evaluate("""() => document.body.insertAdjacentHTML("beforeend",
            '<template data-start="fetch" data-id="https://elsewhere.example/"></template>')""")
    desk.wrong[:] = [fault for fault in desk.wrong if "does not know" not in fault]


def test_a_clip_is_named_after_its_file(desk: Desk) -> None:
    desk.sign_in("tomas").go("media/audio/add/")
    desk.page.set_input_files("#id_file", {"name": "my voice.mp3", "mimeType": "audio/mpeg", "buffer": b"ID3"})
    assert desk.page.input_value("#id_title") == "my voice"


def test_several_pictures_are_sent_at_once(desk: Desk) -> None:
    desk.sign_in("tomas").go("images/multiple/add/")
    drawn = BytesIO()
    Image.new("RGB", (40, 30), "teal").save(drawn, "PNG")
    desk.page.set_input_files(
        "#fileupload", [{"name": f"{name}.png", "mimeType": "image/png", "buffer": drawn.getvalue()} for name in ("one", "two")]
    )
    desk.page.locator("#upload-list li.upload-complete").nth(1).wait_for()
