"""A new release takes over without a word; and whoever holds the phone, each one's answers reach her own record."""

import pytest

from accounts.demo import PASSWORD
from tests.journeys.conftest import sign_in
from tests.journeys.places import LESSON, answer, quiz
from tests.offline.keeping import keeps
from tests.offline.phones import spoil_keys, store, until
from tests.offline.releases import Releases

pytestmark = [pytest.mark.browser, pytest.mark.xdist_group("browser")]
ORDER = "digital-literacy/digital-life-here/official-email/"  # begins with steps to put in order
HERS = """from accounts.models import Learner
from records.models import Statement
learner = Learner.objects.filter(user__username="{name}").first()
print(Statement.objects.of(learner).filter(uuid__in={uuids!r}).count() if learner else 0)"""
WAITING = """async () => {
    const asked = indexedDB.open("onward");
    const db = await new Promise((done) => (asked.onsuccess = () => done(asked.result)));
    const rows = await new Promise((done) => {
        const asked = db.transaction("statements").objectStore("statements").getAll();
        asked.onsuccess = () => done(asked.result);
    });
    db.close();
    return rows.filter((row) => row.waiting).map((row) => row.uuid);
}"""


@pytest.fixture
def releases(site):
    releases = Releases(site.host)
    yield releases
    releases.close()


def test_a_new_release_takes_over_in_the_middle_of_a_question_and_nothing_is_lost(releases, page):
    page.goto(f"{releases.url}/en/{ORDER}")
    keeps(page, ORDER)
    page.goto(f"{releases.url}/en/{ORDER}quiz/1/")
    page.locator("body[data-started]").wait_for()
    page.locator("button.place").first.click()
    words = page.locator("button.place[aria-pressed=true]").inner_text()
    page.evaluate("""() => {
        window.same = true;
        window.took = 0;
        navigator.serviceWorker.addEventListener("controllerchange", () => (window.took += 1));
    }""")
    releases.release = 2
    page.evaluate("navigator.serviceWorker.getRegistration().then((registration) => registration.update()).then(() => true)")
    for _ in range(100):
        if page.evaluate("window.took"):
            break
        page.wait_for_timeout(200)
    assert page.evaluate("[window.same, window.took]") == [True, 1]
    assert page.locator("button.place[aria-pressed=true]").inner_text() == words
    page.context.set_offline(True)
    page.reload()
    page.locator("button.place[aria-pressed=true]").wait_for()
    assert page.locator("button.place[aria-pressed=true]").inner_text() == words


def test_what_she_left_on_a_phone_reaches_her_record_when_someone_else_uses_it(site, page):
    sign_in(page, site, "selam")
    page.goto(f"{site.url}/en/{LESSON}")
    keeps(page, LESSON)
    page.context.set_offline(True)
    first, second = quiz(LESSON)[:2]
    page.goto(f"{site.url}/en/{first.path}")
    answer(page, first)
    uuids = page.evaluate(WAITING)
    assert len(uuids) == 1
    page.context.clear_cookies()  # her session is over
    page.context.set_offline(False)
    sign_in(page, site, "tomas")
    page.goto(f"{site.url}/en/{second.path}")
    answer(page, second)
    page.goto(f"{site.url}/en/my-phone/")
    page.locator("[data-none]:visible").wait_for(timeout=40000)
    assert site.manage("shell", "-v0", "-c", HERS.format(name="selam", uuids=uuids)).strip() == "1"
    assert site.manage("shell", "-v0", "-c", HERS.format(name="tomas", uuids=uuids)).strip() == "0"


@pytest.mark.parametrize("name", ["", "selam"])
def test_when_its_key_is_worth_nothing_a_phone_sends_with_its_secret_or_waits_for_another_key(site, page, name):
    if name:
        sign_in(page, site, name)
    first, second = quiz("online-safety/safe-before-you-go/second-step/")[:2]
    page.goto(f"{site.url}/en/{first.path}")
    answer(page, first)
    page.locator("[data-is=safe]:visible").wait_for()
    spoil_keys(page)
    page.goto(f"{site.url}/en/{second.path}")
    answer(page, second)
    if name:
        page.locator("[data-is=phone]:visible").wait_for()
        page.goto(f"{site.url}/en/my-learning/")
        page.goto(f"{site.url}/en/my-phone/")
        page.locator("[data-none]:visible").wait_for()
    else:
        page.locator("[data-is=safe]:visible").wait_for()
    uuids = [row["uuid"] for row in store(page, "statements")]
    assert len(uuids) == 2
    if name:
        assert site.manage("shell", "-v0", "-c", HERS.format(name=name, uuids=uuids)).strip() == "2"


def test_signing_out_leaves_nothing_of_hers_on_the_phone_that_is_safe_already(site, page):
    sign_in(page, site, "selam")
    page.goto(f"{site.url}/en/{quiz(LESSON)[0].path}")
    page.locator("form.question:visible, .feedback:visible").first.wait_for()
    if page.locator("form.question:visible").count():
        answer(page, quiz(LESSON)[0])
        page.locator("[data-is=safe]:visible").wait_for(timeout=20000)
    page.goto(f"{site.url}/en/account/logout/")
    page.locator("form .go").click()
    page.locator("aside.hint").wait_for()
    page.wait_for_timeout(4000)  # what runs behind the page notices that she has gone
    assert page.evaluate(ROWS) == 0
    assert PASSWORD not in page.content()


ROWS = WAITING.replace("rows.filter((row) => row.waiting).map((row) => row.uuid)", "rows.length")


def test_until_she_says_that_it_was_she_a_visit_on_her_phone_is_not_laid_over_her_learning(site, page):
    page.goto(f"{site.url}/en/{quiz(LESSON)[0].path}")
    answer(page, quiz(LESSON)[0])
    page.locator("[data-is=safe]:visible").wait_for()
    (visit,) = store(page, "owners")
    page.goto(f"{site.url}/en/account/login/")
    page.locator("[name=login]").fill("selam")
    page.locator("[name=password]").fill(PASSWORD)
    page.locator("form.form .go").click()
    page.get_by_role("heading", name="Was it you?").wait_for()
    page.goto(f"{site.url}/en/my-learning/")
    page.locator("body[data-started]").wait_for()
    until(lambda: len(store(page, "owners")) == 2)
    assert not [one for one in store(page, "owners") if one.get("joins")]
    assert [one["owner"] for one in store(page, "statements")] == [visit["id"]]  # nothing is lost meanwhile
