"""The addresses that are measured: one lesson of the starter course and the way to it."""

COURSE = "online-safety/"
MODULE = COURSE + "safe-before-you-go/"
LESSON = MODULE + "lock-and-password/"
QUESTIONS = 3  # in that lesson's quiz
LANGUAGES = ("en", "ar", "uk")
BELOW = {"home": "", "course": COURSE, "module": MODULE, "lesson": LESSON, "quiz": f"{LESSON}quiz/1/"}


def address(page: str, language: str = "en") -> str:
    """Where a page is: ``door`` or a key of BELOW."""
    return "/" if page == "door" else f"/{language}/{BELOW[page]}"


def question(number: int, language: str = "en") -> str:
    """Where a question of the quiz is."""
    return f"/{language}/{LESSON}quiz/{number}/"
