"""Phones: one that stays on, one that can be switched off and on again, one that can be killed; and a network that breaks."""

import os
from collections.abc import Callable, Iterator
from typing import Any

import pytest

from tests.install_browser import find as find_browser
from tests.journeys.conftest import PHONE
from tests.offline.phones import Network, Phone, network_to


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


@pytest.fixture
def page(browser: Any) -> Iterator[Any]:
    """A page on a phone that stays on."""
    context = browser.new_context(**PHONE, locale="en-GB")
    context.set_default_timeout(60_000)
    yield context.new_page()
    context.close()


@pytest.fixture
def network(site: Any) -> Iterator[Network]:
    with network_to(site) as network:
        yield network


@pytest.fixture
def phone(browser: Any, tmp_path: Any) -> Iterator[Phone]:
    """A phone that can be killed, or have its storage damaged while it is off."""
    phone = Phone(browser.browser_type, tmp_path / "profile")
    yield phone
    phone.kill()
