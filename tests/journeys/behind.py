"""What Back shows in a browser that holds pages whole, as those of phones do."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from tests.install_browser import find as find_browser


@contextmanager
def holding(browser: Any) -> Iterator[Any]:
    """A browser that holds pages whole for Back, as phones' do; Playwright's hold none."""
    arguments = ["--disable-gpu", "--no-sandbox", "--no-first-run"]
    without = ["--disable-back-forward-cache"]
    phone = browser.browser_type.launch(executable_path=find_browser(), args=arguments, ignore_default_args=without)
    try:
        yield phone
    finally:
        phone.close()


def titles_behind(page: Any) -> Iterator[str]:
    """Go back step by step, past Playwright, which loses a page that was held; what the tab says each time."""
    session = page.context.new_cdp_session(page)
    history = session.send("Page.getNavigationHistory")
    for entry in reversed(history["entries"][1 : history["currentIndex"]]):
        session.send("Page.navigateToHistoryEntry", {"entryId": entry["id"]})
        page.wait_for_timeout(1500)
        now = session.send("Page.getNavigationHistory")
        yield now["entries"][now["currentIndex"]]["title"]
