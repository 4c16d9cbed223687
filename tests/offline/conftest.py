"""A phone that can be switched off and on again."""

import os
from collections.abc import Callable, Iterator
from typing import Any

import pytest

from tests.install_browser import find as find_browser
from tests.journeys.conftest import PHONE


@pytest.fixture
def playwright_profile(browser: Any, tmp_path: Any) -> Iterator[Callable[[], Any]]:
    """Starts a browser on one profile, as often as it is called; each is closed at the end."""
    started = []

    def start() -> Any:
        arguments = ["--disable-gpu", "--no-first-run", "--disable-background-networking"]
        if os.geteuid() == 0:
            arguments.append("--no-sandbox")
        context = browser.browser_type.launch_persistent_context(
            tmp_path / "profile", executable_path=find_browser(), args=arguments, locale="en-GB", **PHONE
        )
        started.append(context)
        return context

    yield start
    for context in started:
        context.close()
