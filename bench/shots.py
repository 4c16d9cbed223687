"""Take the README's screenshots: ``python -m bench.shots`` writes docs/pictures/*.png from a site of its own."""

import io
import sys
from typing import Any

import yaml
from PIL import Image
from playwright.sync_api import Browser, Page

from bench.browser import chromium, phone
from bench.pages import LESSON, MODULE, QUESTIONS, address, question
from bench.server import ROOT, NoServer, running_site

FOLDER = ROOT / "docs" / "pictures"
LOOK: dict[str, Any] = {"device_scale_factor": 1.5, "reduced_motion": "reduce", "timezone_id": "UTC"}
BEGUN = f"/en/{MODULE}second-step/quiz/1/"
LARGEST = 80_000  # bytes: a README is read on phones too


def main() -> None:
    """Four pictures of one learner's way in English, one in Arabic, one in Ukrainian in the dark."""
    FOLDER.mkdir(parents=True, exist_ok=True)
    with running_site() as site, chromium() as browser:
        _english(browser, site.url)
        with phone(browser, "ar", **LOOK) as context:
            _shoot(_at(context.new_page(), site.url + question(1, "ar")), "quiz-ar")
        with phone(browser, "uk", color_scheme="dark", **LOOK) as context:
            _shoot(_at(context.new_page(), site.url + address("home", "uk")), "home-uk-dark")


def _english(browser: Browser, url: str) -> None:
    """A first lesson: the learner reads it, answers its quiz, begins another, and sees where she stands."""
    with phone(browser, **LOOK) as context:
        page = context.new_page()
        _shoot(_at(page, url + address("home")), "home")
        _shoot(_at(page, url + address("lesson")), "lesson")
        for number in range(1, QUESTIONS + 1):
            _answer(_at(page, url + question(number)), number)
            if number == 1:
                _shoot(page, "feedback")
        _at(page, url + BEGUN).locator("[name=answer]").first.check(force=True)
        _check(page)
        _shoot(_at(page, url + "/en/my-learning/"), "my-learning")


def _answer(page: Page, number: int) -> None:
    """Give the right answer, which the lesson's file says."""
    quiz = yaml.safe_load((ROOT / "content" / LESSON / "quiz.en.yaml").read_text(encoding="utf-8"))
    item: dict[str, Any] = quiz["items"][number - 1]
    if item["type"] == "true-false":
        page.locator(f"[name=answer][value={str(item['answer']).lower()}]").check(force=True)
    for choice in item.get("choices", []):
        if choice.get("right"):
            page.locator("label.choice", has_text=choice["text"]).locator("input").check(force=True)
    _check(page)


def _check(page: Page) -> None:
    page.locator("body[data-started]").wait_for()
    page.locator("form.question > .go").click()
    page.locator("[data-is=safe]:visible").wait_for()  # the answer is on the server


def _at(page: Page, url: str) -> Page:
    page.goto(url, wait_until="networkidle")
    return page


def _shoot(page: Page, name: str) -> None:
    """What a phone shows without scrolling, in few colours, so that the file stays small."""
    page.wait_for_load_state("networkidle")
    page.evaluate("document.fonts.ready.then(() => {})")
    picture = Image.open(io.BytesIO(page.screenshot(animations="disabled", caret="hide"))).convert("RGB")
    path = FOLDER / f"{name}.png"
    picture.quantize(colors=128, dither=Image.Dither.NONE).save(path, optimize=True)
    size = path.stat().st_size
    warning = " – too large" if size > LARGEST else ""
    print(f"{path.relative_to(ROOT)}: {picture.width}×{picture.height}, {size / 1000:.0f} kB{warning}")


if __name__ == "__main__":
    try:
        main()
    except NoServer as problem:
        sys.exit(str(problem))
