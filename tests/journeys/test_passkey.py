"""The lock of her phone opens her account; where it cannot, the other ways are there."""

import pytest
from playwright.sync_api import expect

from accounts.demo import CODE, PASSWORD

pytestmark = [pytest.mark.browser, pytest.mark.xdist_group("browser")]
LOCK = {
    "protocol": "ctap2",
    "transport": "internal",
    "hasResidentKey": True,
    "hasUserVerification": True,
    "isUserVerified": True,
    "automaticPresenceSimulation": True,
}


@pytest.fixture
def home(site):
    return site.url.replace("127.0.0.1", "localhost")  # a passkey belongs to a name, never to a number


@pytest.fixture
def page(browser):
    with browser.new_context(viewport={"width": 360, "height": 740}, locale="en") as context:
        yield context.new_page()


@pytest.fixture
def locked(page):
    """A phone with a lock of its own."""
    devtools = page.context.new_cdp_session(page)
    devtools.send("WebAuthn.enable")
    lock = devtools.send("WebAuthn.addVirtualAuthenticator", {"options": LOCK})
    return lambda is_hers: devtools.send(
        "WebAuthn.setUserVerified", {"authenticatorId": lock["authenticatorId"], "isUserVerified": is_hers}
    )


def come_in(page, home, name, onward=""):
    page.goto(f"{home}/en/account/login/{onward}")
    page.locator("[name=login]").fill(name)
    page.locator("[name=password]").fill(PASSWORD)
    page.locator("form.form .go").click()


def test_a_learner_adds_a_passkey_and_comes_in_with_one_tap(page, home, locked):
    come_in(page, home, "selam")
    page.get_by_role("link", name="My account").click()
    page.locator("li", has_text="Your phone's own lock").get_by_role("link").click()
    page.get_by_role("button", name="Add a passkey").click()
    expect(page.get_by_text("Write them on paper")).to_be_visible()
    page.context.clear_cookies()
    page.goto(f"{home}/en/account/login/")
    page.get_by_role("button", name="Use a passkey").click()
    expect(page).to_have_url(f"{home}/en/my-learning/")
    page.goto(f"{home}/en/account/")
    page.locator("li", has_text="Passkey 1").get_by_role("link").click()
    page.get_by_role("button", name="Remove").click()
    expect(page.get_by_text("Passkey 1")).to_have_count(0)


def test_a_trainer_s_passkey_is_both_steps(page, home, locked):
    come_in(page, home, "tomas", "?next=/cms/")
    page.locator("[name=code]").fill(CODE)
    page.locator("form.form .go").click()
    page.wait_for_url(f"{home}/cms/")
    page.goto(f"{home}/en/account/second-step/passkey/")
    page.get_by_role("button", name="Add a passkey").click()
    expect(page.get_by_text("passkey works now")).to_be_visible()
    page.context.clear_cookies()
    page.goto(f"{home}/cms/")
    page.get_by_role("button", name="Use a passkey").click()
    page.wait_for_url(f"{home}/cms/")


def test_a_phone_in_other_hands_opens_nothing_and_says_what_to_do(page, home, locked):
    come_in(page, home, "selam")
    page.goto(f"{home}/en/account/second-step/passkey/")
    locked(False)
    page.get_by_role("button", name="Add a passkey").click()
    expect(page.get_by_text("The passkey did not work.")).to_be_visible()


def test_without_scripts_there_is_no_such_button(browser, site):
    with browser.new_context(java_script_enabled=False) as context:
        page = context.new_page()
        page.goto(f"{site.url}/en/account/login/")
        expect(page.get_by_role("button", name="Use a passkey")).to_be_hidden()
        expect(page.get_by_role("link", name="A code by email")).to_be_visible()
