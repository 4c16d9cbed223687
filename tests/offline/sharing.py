"""What people do on a phone that several of them use, and what can be read on it."""

from tests.journeys.places import LESSON, answer, quiz
from tests.offline.keeping import keeps
from tests.offline.phones import opened, store, until

HERS, OTHERS, NOBODYS = ("sun", "cat", "key", "cup"), ("cat", "sun", "key", "cup"), ("sun", "cat", "key", "ball")
TITLES = ["Lock and password", "Safe before you go", "lock-and-password", "safe-before-you-go"]
# Everything that a script of ours can read on this phone, as one text.
READABLE = """async () => {
    const found = [document.documentElement.outerHTML, JSON.stringify({ ...localStorage, ...sessionStorage }), document.cookie];
    const parts = (value) => Object.entries(value).flatMap(([name, one]) => [name, words(one)]).join("\\n");
    const words = (value) => {
        if (value instanceof ArrayBuffer || ArrayBuffer.isView(value)) return new TextDecoder("latin1").decode(value);
        return value && typeof value === "object" && !(value instanceof CryptoKey) ? parts(value) : String(value);
    };
    for (const { name } of await indexedDB.databases()) {
        const db = await new Promise((done) => (indexedDB.open(name).onsuccess = ({ target }) => done(target.result)));
        for (const store of db.objectStoreNames) {
            const all = db.transaction(store).objectStore(store).getAll();
            found.push(words(await new Promise((done) => (all.onsuccess = () => done(all.result)))));
        }
        db.close();
    }
    for (const name of await caches.keys()) {
        const cache = await caches.open(name);
        for (const request of await cache.keys()) found.push(request.url, await (await cache.match(request)).text());
    }
    return found.join("\\n");
}"""
# What the browser answers out of its own cache, 0 or 504 if it has nothing.
HELD = """(path) => fetch(path, { cache: "only-if-cached", mode: "same-origin" }).then((answer) => answer.status, () => 0)"""
ARRIVED = """from records.models import Statement
print(*(str(one.learner.user) for one in Statement.objects.filter(uuid__in={!r}).select_related("learner__user")))"""


def tap(page, pictures):
    page.locator("[data-choose]:visible").wait_for()
    for name in pictures:
        page.locator(f"[name=tap][value={name}]").click()
    page.locator("[data-go]").click()


def lock(page, url, pictures=HERS, again=None, says="locked"):
    opened(page, f"{url}/en/lock/")
    tap(page, pictures)
    page.locator("[data-say=again]:visible").wait_for()
    tap(page, again or pictures)
    page.locator(f"[data-say={says}]:visible").wait_for()


def done(page, url):
    opened(page, f"{url}/en/my-learning/")
    page.locator("[data-done] button").click()
    is_closed(page)


def is_closed(page):
    page.wait_for_url("**/en/start/")
    page.locator("[data-choose]:visible").wait_for()
    until(lambda: not page.locator("[data-say=moment]:visible").count() and not store(page, "statements"))


def open_(page, pictures=HERS):
    tap(page, pictures)
    page.wait_for_url("**/en/my-learning/")
    page.locator("body[data-started]").wait_for()


def begin(page):
    page.get_by_role("button", name="Begin").click()
    page.locator(".next").wait_for()


def learn(page, url, place=0, receipt="safe"):
    """Answer a question of the lesson. Returns the answer's uuid."""
    opened(page, f"{url}/en/{quiz(LESSON)[place].path}")
    had = {one["uuid"] for one in store(page, "statements")}
    answer(page, quiz(LESSON)[place])
    page.locator(f"[data-is={receipt}]:visible").wait_for()
    (uuid,) = {one["uuid"] for one in store(page, "statements")} - had
    return uuid


def keep_lesson(page, url):
    page.goto(f"{url}/en/{LESSON}")
    keeps(page, LESSON)


def whose(site, *uuids):
    return site.manage("shell", "-v0", "-c", ARRIVED.format(list(uuids))).split()
