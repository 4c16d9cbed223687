"""Where the browser tests go: every page of the site in every state, and how to get there."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path
from typing import Any
from uuid import uuid4

import yaml

from accounts.demo import PASSWORD

CONTENT = Path(__file__).resolve().parents[2] / "content"
ANSWERED: dict[str, str] = {}  # where the feedback on a question is, by the question's path; known once it is answered
KINDS = ("true-false", "choice", "multiple-choice", "sequencing", "matching")
MODULE = "online-safety/safe-before-you-go/"
LESSON = f"{MODULE}lock-and-password/"
GROUP = "Tuesday group"  # of the demo people
NUMBERS = "rights-and-responsibilities/rights-here/emergency-numbers/"  # a lesson with local facts


@dataclass(frozen=True)
class Question:
    """An item of the starter course, as its file has it."""

    lesson: str
    number: int
    item: dict[str, Any] = field(repr=False, hash=False)

    @property
    def kind(self) -> str:
        return self.item["type"]

    @property
    def path(self) -> str:
        return f"{self.lesson}quiz/{self.number}/"


@cache
def quiz(lesson: str) -> list[Question]:
    """The questions of a lesson."""
    items = yaml.safe_load((CONTENT / lesson / "quiz.en.yaml").read_text(encoding="utf-8"))["items"]
    return [Question(lesson, number, item) for number, item in enumerate(items, 1)]


def quizzes() -> Iterator[list[Question]]:
    for file in sorted(CONTENT.glob("*/*/*/quiz.en.yaml")):
        yield quiz(f"{file.parent.relative_to(CONTENT).as_posix()}/")


@cache
def question(kind: str) -> Question:
    """The first question of a kind."""
    return next(one for questions in quizzes() for one in questions if one.kind == kind)


def covering(*, last: bool = False) -> list[list[Question]]:
    """A few quizzes that have every kind between them; ``last``: from the other end, so they are others."""
    chosen, seen = [], set()
    for questions in reversed(list(quizzes())) if last else quizzes():
        if kinds := {one.kind for one in questions} - seen:
            seen |= kinds
            chosen.append(questions)
    return chosen


# ---- Answering ----


def answer(page: Any, question: Question, *, right: bool = True, scripts: bool = True) -> None:
    """Answer an English question by tapping, with or without JavaScript, and wait for what comes of it."""
    if scripts:
        page.locator("body[data-started]").wait_for()
    by_kind: dict[str, Callable[..., None]] = {"true-false": _say, "sequencing": _order, "matching": _match}
    by_kind.get(question.kind, _choose)(page, question.item, right)
    item = page.locator("[name=item]").get_attribute("value")
    check(page)
    page.locator(".feedback").wait_for()
    ANSWERED[question.path] = f"{question.lesson}quiz/answered/{item}/"


def check(page: Any) -> None:
    page.locator("form.question > .go").click()


def _say(page: Any, item: dict[str, Any], right: bool) -> None:
    page.locator(f".choice:has(input[value={str(item['answer'] is right).lower()}]) .face").click()


def _choose(page: Any, item: dict[str, Any], right: bool) -> None:
    for choice in item["choices"]:
        if choice.get("right", False) is right:
            page.locator(".choice").filter(has=page.get_by_text(choice["text"], exact=True)).locator(".face").click()
            if item["type"] == "choice":
                return


def _order(page: Any, item: dict[str, Any], right: bool) -> None:
    texts = [step["text"] for step in item["steps"]]
    for place, text in enumerate(texts if right else reversed(texts), 1):
        if page.locator("button.place").count():
            page.get_by_role("button", name=text, exact=True).click()
        else:
            page.get_by_label(text, exact=True).select_option(str(place))


def _match(page: Any, item: dict[str, Any], right: bool) -> None:
    lefts, rights = ([pair[side] for pair in item["pairs"]] for side in ("left", "right"))
    for left, its in zip(lefts, rights if right else rights[1:] + rights[:1], strict=True):
        if page.locator(".match").count():
            page.locator(".match ul").nth(0).get_by_text(left, exact=True).click()
            page.locator(".match ul").nth(1).get_by_text(its, exact=True).click()
        else:
            page.get_by_label(left, exact=True).select_option(label=its)


# ---- Places ----


@dataclass(frozen=True)
class Place:
    """A page in a state.

    ``who`` of the phones sees it; ``awaits`` is what scripts lay over it; ``act`` brings it into its state;
    ``languages``: where it exists.
    """

    name: str
    path: str = ""
    who: str = "stranger"
    status: int = 200
    awaits: str = "h1"
    act: Callable[[Any], None] | None = None
    languages: tuple[str, ...] = ()

    def __str__(self) -> str:
        return self.name

    def visit(self, page: Any, site: Any, language: str) -> None:
        """Go there, and wait until it is still."""
        page.set_extra_http_headers({"Accept-Language": language})
        path = ANSWERED[self.path] if self.name.startswith("feedback") else self.path
        if self.name == "door":  # which only who was never here sees: the worker would remember the language of the last page
            page.context.new_cdp_session(page).send("Storage.clearDataForOrigin", {"origin": site.url, "storageTypes": "all"})
        page.goto(site.url if self.name == "door" else f"{site.url}/{language}/{path}")
        page.locator(self.awaits).first.wait_for()
        if self.act:
            self.act(page)


def _check_nothing(page: Any) -> None:
    check(page)
    page.locator(".errors:visible").wait_for()


def _send_nothing(page: Any) -> None:
    page.locator("form.form .go").click()
    page.locator("div.errors").wait_for()


def _type_half_a_card(page: Any) -> None:
    page.locator("#id_code").fill("1234 5678")
    page.locator("form.form .go").click()
    page.locator(".error").wait_for()


def _tap_two_pictures(page: Any) -> None:
    page.locator("body[data-started]").wait_for()
    for name in ("sun", "umbrella"):
        page.locator(f"[name=tap][value={name}]").click()


def _send_unknown(page: Any) -> None:
    page.locator("[name=item]").evaluate("field => { field.value = 'x' }")
    page.locator(".choice input").first.evaluate("input => { input.checked = true }")  # no tap, so no draft stays behind
    page.locator("form.question").evaluate("form => form.submit()")  # as a browser without scripts does
    page.locator(".notice").wait_for()


def _open_languages(page: Any) -> None:
    page.locator(".languages summary").click()


def _hold_first(page: Any) -> None:
    """Halfway through a question that takes several taps."""
    page.locator("button.place, button.side").first.click()


def _ask_for_a_code(page: Any) -> None:
    page.locator("[name=email]").fill(f"{uuid4().hex}@example.org")  # few letters an hour go to one address
    page.locator("form.form .go").click()
    page.wait_for_url("**/code/typed/")


def _give_the_password(page: Any) -> None:
    """Once; then whoever comes back is still halfway."""
    if page.locator("[name=login]").count():
        page.locator("[name=login]").fill("hana")
        page.locator("[name=password]").fill(PASSWORD)
        page.locator("form.form .go").click()
    page.wait_for_url("**/second-step/**")


def _choose_pictures(page: Any, done: str) -> None:
    page.locator("body[data-started]").wait_for()
    for name in ("sun", "umbrella", "sun"):
        page.locator(f"[name=tap][value={name}]").click()
    page.locator("[name=done]").click()
    page.locator(done).first.wait_for()


def _keep_a_card(page: Any) -> None:
    """Once; then it is shown for a quarter of an hour."""
    if page.locator("[data-pictures]").count():
        _choose_pictures(page, "[data-pass]")


def _go_to(*links: str) -> Callable[[Any], None]:
    """Tap one link after the other, each by a part of where it leads; the page after the last one is the place."""

    def act(page: Any) -> None:
        for link in links:
            found = page.locator(f"main a[href*='{link}']")
            found = found.filter(has_text=GROUP) if link == "/office/group/" else found.first  # other tests open groups too
            found.click()
            page.wait_for_url(f"**{link}**")
        page.locator("h1").wait_for()

    return act


def _up_to_the_secret(page: Any) -> None:
    _go_to("/office/group/", "/office/person/", "/new-card/")(page)
    _choose_pictures(page, "#ask")


def _give_no_reason(page: Any) -> None:
    _up_to_the_secret(page)
    page.locator("[name=ask]").click()
    page.locator("[role=alert]").wait_for()


def _account() -> Iterator[Place]:
    """How people come in, and change how they do."""
    yield Place("my account", "account/", who="selam")
    yield Place("password", "account/password/", who="selam")
    yield Place("a new card of one's own", "account/card/new/", who="selam")
    yield Place("secret pictures", "account/secret/", who="selam")
    yield Place("a passkey", "account/second-step/passkey/", who="selam")
    yield Place("a code by email", "account/code/")
    yield Place("a code by email with errors", "account/code/", act=_send_nothing)
    yield Place("the code typed", "account/code/", act=_ask_for_a_code)
    yield Place("the second step", "account/login/", who="halfway", act=_give_the_password)
    yield Place("a card shown", "account/keep/", who="keeper", act=_keep_a_card)
    yield Place("was it you", "my-learning/earlier/", who="asked")
    yield Place("my account of who works here", "account/", who="hana")


def _office() -> Iterator[Place]:
    """The office's pages, as those see them whom they are for."""
    yield Place("office", "office/", who="hana")
    yield Place("a group", "office/", who="hana", act=_go_to("/office/group/"))
    yield Place("a group, changed", "office/", who="hana", act=_go_to("/office/group/", "/edit/"))
    yield Place("a person", "office/", who="hana", act=_go_to("/office/group/", "/office/person/"))
    yield Place("a new card", "office/", who="hana", act=_go_to("/office/group/", "/office/person/", "/new-card/"))
    yield Place("a new card, the secret", "office/", who="hana", act=_up_to_the_secret)
    yield Place("a new card without a reason", "office/", who="hana", status=422, act=_give_no_reason)
    yield Place("new cards", "office/new-cards/", who="peter")
    yield Place("who works here", "office/", who="peter", act=_go_to("/people/"))
    yield Place("figures", "office/figures/", who="peter")


def _places() -> Iterator[Place]:
    done = covering()[0][0].lesson.split("/")
    yield Place("door")
    yield Place("home")
    yield Place("home with the languages open", act=_open_languages)
    yield Place("home with a record", who="learner", awaits=".track .done")
    yield Place("home without lessons", languages=("ti", "ps"))
    yield Place("course", "online-safety/")
    yield Place("course with a record", f"{done[0]}/", who="learner", awaits=".track .done")
    yield Place("module", MODULE)
    yield Place("module with a record", f"{done[0]}/{done[1]}/", who="learner", awaits=".row.done")
    yield Place("lesson", LESSON)
    yield Place("lesson with numbers", NUMBERS, who="learner", awaits=".known")
    yield Place("lesson elsewhere", LESSON, status=404, languages=("ti", "ps"))
    for kind in KINDS:
        yield Place(f"question {kind}", question(kind).path)
        yield Place(f"question {kind} incomplete", question(kind).path, status=422, act=_check_nothing)
    for kind in ("sequencing", "matching"):
        yield Place(f"question {kind} half done", question(kind).path, act=_hold_first)
    yield Place("question that changed", question("choice").path, status=409, act=_send_unknown)
    for feeling, last in (("right", False), ("not quite", True)):
        for kind in KINDS:
            answered = next(one for questions in covering(last=last) for one in questions if one.kind == kind)
            yield Place(f"feedback {feeling} {kind}", answered.path, who="learner", awaits=".feedback")
    yield Place("result mastered", f"{covering()[0][0].lesson}quiz/done/", who="learner")
    yield Place("result keep going", f"{covering(last=True)[0][0].lesson}quiz/done/", who="learner")
    yield Place("my learning, nothing yet", "my-learning/")
    yield Place("my learning", "my-learning/", who="learner")
    yield Place("my learning, signed in", "my-learning/", who="selam")
    yield Place("staying safe", "this-phone/")
    yield Place("local help", "local/", who="learner", awaits=".chip[aria-current]")
    yield Place("local card", "local/czechia/")
    yield Place("local card, nothing checked", "local/rwanda/")
    yield Place("sign up", "account/signup/")
    yield Place("sign up with errors", "account/signup/", act=_send_nothing)
    yield Place("sign in", "account/login/")
    yield Place("sign in with errors", "account/login/", act=_send_nothing)
    yield Place("keep", "account/keep/")
    yield Place("keep half done", "account/keep/", act=_tap_two_pictures)
    yield Place("open with a card", "account/card/")
    yield Place("open with half a card", "account/card/", status=422, act=_type_half_a_card)
    yield Place("sign out", "account/logout/", who="selam")
    yield Place("join a group", "join/")
    yield Place("join a group with a wrong code", "join/", status=422, act=_send_nothing)
    yield Place("who looked", "my-learning/looks/", who="selam")
    yield Place("about you, nothing yet", "my-learning/about-you/")
    yield Place("about you", "my-learning/about-you/", who="learner")
    yield Place("erase me", "my-learning/about-you/erase/", who="learner")
    yield Place("not found", "nowhere/", status=404)
    yield from _account()
    yield from _office()


PLACES = tuple(_places())


def places(*languages: str) -> list[tuple[Place, str]]:
    """Every place in each language, or in those that it exists in."""
    return [(place, language) for place in PLACES for language in place.languages or languages]


def without_lessons(language: str) -> list[tuple[Place, str]]:
    """The places that a language has before anybody has translated a lesson into it."""
    return [(place, language) for place in PLACES if not place.languages and place.path.startswith(("my-", "local", "account"))]
