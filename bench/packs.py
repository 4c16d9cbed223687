"""What taking lessons along costs: every module in every language, after one lesson was edited, and what makes it all work."""

import gzip
import http.client
import json
import re
from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import urljoin

import brotli

from bench.pages import MODULE
from bench.report import Limit, Report, Table, kilobytes
from bench.server import Site

LANGUAGES = ("en", "ar", "fr", "uk")
SPOKEN = f"{MODULE}second-step/"  # the lesson that gets a voice, and is edited then
SECONDS = 60
SHOWN = re.compile(r"/static/illustrations/[\w./-]+")
IMPORTS = re.compile(r'["\']([\w./-]+\.js)["\']')
PAGES_OF_LAYER = ("question", "result", "take", "my-phone", "not-here", "walk", "look", "lesson", "place", "sizes")
APART = ("leaving and locking (js/lock/)", "other scripts")  # it works without a network, but is not what makes the rest do so
PLAIN = {"br": brotli.decompress, "gzip": gzip.decompress, "": bytes}
WITH_PAGE = """
from courses.addresses import find
for language in {languages}:
    page = find({path!r}, language).specific
    {change}
    page.save_revision().publish()
"""
SPEAK = f"""
    from bench.clip import opus
    from django.core.files.base import ContentFile
    from wagtailmedia.models import get_media_model
    clip = get_media_model()(title="A voice", type="audio", duration={SECONDS})
    clip.file.save("voice.ogg", ContentFile(opus({SECONDS})))
    page.body.append(("voice", {{"clip": clip, "transcript": "Silence."}}))"""
EDIT = """
    from wagtail.rich_text import RichText
    page.body.insert(0, ("paragraph", {"heading": "News", "text": RichText("<p>This sentence is new.</p>")}))"""
NOTES = [
    "kB of 1000 bytes on the wire (Brotli where the server has it), with the headers of each answer, as a phone fetches them.",
    "frame: the pages around the lessons, once for a language. words: lessons with their questions; pictures: those that are",
    "not on the frame's pages. each next: a module taken along later.",
    f"voice: the starter course has none, so {SPOKEN} got a clip for this: {SECONDS} s of Opus at 16 kbit/s.",
    "whole: the first module taken along, without voice; told: what the page says of it before. Scripts: see the next table.",
]


@dataclass
class Wire:
    """One connection; answers are fetched once, as by a phone that keeps them."""

    host: str
    connection: http.client.HTTPConnection = field(init=False)

    def __post_init__(self) -> None:
        self.connection = http.client.HTTPConnection(self.host, timeout=60)

    def fetch(self, path: str) -> tuple[int, int, bytes]:
        """Bytes of an answer's body and of all of it on the wire, and its body, decompressed."""
        self.connection.request("GET", path, headers={"Accept-Encoding": "gzip, br"})
        answer = self.connection.getresponse()
        body = answer.read()
        if answer.status != 200:
            raise RuntimeError(f"{path} answered {answer.status}")
        head = sum(len(name) + len(value) + 4 for name, value in answer.getheaders()) + len("HTTP/1.1 200 OK\r\n\r\n")
        return len(body), head + len(body), PLAIN[answer.getheader("Content-Encoding", "")](body)

    def json(self, path: str) -> tuple[int, Any]:
        """Bytes on the wire, and what it says."""
        _, sent, said = self.fetch(path)
        return sent, json.loads(said)

    def weigh(self, paths: Iterable[str]) -> int:
        """Bytes on the wire of several."""
        return sum(self.fetch(path)[1] for path in paths)


@dataclass
class Pack:
    """A module in a language, in bytes on the wire."""

    language: str
    module: str
    lessons: int
    frame: int
    scenes: int  # the frame's pictures
    words: int
    pictures: int  # besides the frame's
    voice: int
    told: int

    @property
    def whole(self) -> int:
        return self.frame + self.scenes + self.words + self.pictures


def measure(site: Site, *, quick: bool = False) -> Report:
    """Give a lesson a voice, fetch every pack (``quick``: in English), edit the lesson, and see what is fetched again."""
    languages = LANGUAGES[: 1 if quick else None]
    _change(site, languages, SPEAK)
    wire = Wire(site.host)
    packs = [pack for language in languages for pack in _packs(wire, language)]
    edited = _edited(site, wire)
    layer, body = _layer(wire)
    limits = [Limit("offline layer: worker and scripts, compressed", kilobytes(body), 25, "kB")]
    return Report([_packs_table(packs), edited, layer], limits)


def _change(site: Site, languages: Iterable[str], change: str) -> None:
    site.manage("shell", "-c", WITH_PAGE.format(languages=tuple(languages), path=SPOKEN, change=change.strip()))


def _packs(wire: Wire, language: str) -> Iterable[Pack]:
    """Every module, as static/js/take.js fetches it."""
    frame_bytes, frame = wire.json(f"/{language}/kept.json")
    around = _pictures(frame)
    scenes = wire.weigh(around)
    _, versions = wire.json(f"/{language}/versions.json")
    lessons = [address for address in versions if address != f"/{language}/kept.json"]
    for module in dict.fromkeys(address.rsplit("/", 2)[0] + "/" for address in lessons):
        cost, pack = wire.json(f"{module}pack.json")
        files = [wire.json(one["address"]) for one in pack["lessons"]]
        yield Pack(
            language,
            module.split("/")[-2],
            len(files),
            frame_bytes,
            scenes,
            cost + sum(sent for sent, _ in files),
            wire.weigh(set[str]().union(*(_pictures(said) for _, said in files)) - around),
            wire.weigh(voice for _, said in files for voice in said["voices"]),
            _told(pack),
        )


def _pictures(said: Any) -> set[str]:
    return set(said["pictures"]) | set(SHOWN.findall(" ".join(said["pages"].values())))


def _told(pack: Any) -> int:
    """What the page says that it costs without voice, to a phone that has nothing."""
    files = [pack["frame"], *pack["lessons"]]
    pictures: dict[str, int] = {}
    for one in files:
        pictures |= one["pictures"]
    return sum(one["bytes"] for one in files) + sum(pictures.values())


def _packs_table(packs: list[Pack]) -> Table:
    rows = [
        [
            f"{one.language} {one.module}",
            one.lessons,
            *map(kilobytes, (one.frame, one.scenes, one.words, one.pictures, one.voice, one.whole, one.told)),
            kilobytes(one.whole + one.voice),
            kilobytes(one.words + one.pictures),
        ]
        for one in packs
    ]
    columns = [
        "module",
        "lessons",
        "frame",
        "its pictures",
        "words",
        "pictures",
        "voice",
        "whole",
        "told",
        "with voice",
        "each next",
    ]
    return Table("Taking a module along, kB", columns, rows, NOTES)


def _edited(site: Site, wire: Wire) -> Table:
    """What a phone fetches that has everything in English, when a sentence was added to one lesson."""
    everything, before = wire.json("/en/versions.json")
    everything += wire.weigh(before)
    _change(site, ["en"], EDIT)
    cost, after = wire.json("/en/versions.json")
    changed = [address for address in after if before.get(address) != after[address]]
    again = wire.weigh(changed)
    rows = [["versions.json", 1, cost], *([address, 1, wire.weigh([address])] for address in changed)]
    rows += [["fetched again", 1 + len(changed), cost + again], ["if nothing were kept", 1 + len(before), everything]]
    return Table("A lesson was edited: what a phone that has all in English fetches, bytes", ["what", "files", "bytes"], rows)


def _layer(wire: Wire) -> tuple[Table, int]:
    """Every script for working offline: the worker, what it imports, and what it keeps. And their bodies' bytes."""
    worker = wire.fetch("/sw.js")
    _, frame = wire.json("/en/kept.json")
    scripts = {path: wire.fetch(path) for path in frame["files"] if path.endswith(".js")}
    found = IMPORTS.findall(worker[2].decode().split("\n")[0])
    while found:
        path = found.pop()
        if path not in scripts:
            scripts[path] = wire.fetch(path)
            found += [urljoin(path, name) for name in IMPORTS.findall(scripts[path][2].decode())]
    parts: dict[str, list[tuple[int, int, bytes]]] = {"worker (sw.js, js/worker/)": [worker]}
    for path, got in scripts.items():
        parts.setdefault(_part(path), []).append(got)
    rows = [
        [part, len(files), sum(one[0] for one in files), sum(one[1] for one in files), sum(len(one[2]) for one in files)]
        for part, files in parts.items()
    ]
    ours = [row for row in rows if row[0] not in APART]
    rows.append(["offline layer", *(sum(row[place] for row in ours) for place in range(1, 5))])
    notes = ["A browser with HTTP/2 sends most of the headers once. other scripts: of pages that work without any of this."]
    return Table("The offline layer, bytes", ["part", "files", "compressed", "with headers", "before"], rows, notes), rows[-1][
        2
    ]


def _part(path: str) -> str:
    name = path.split("/js/", 1)[1]
    if name.startswith("worker/"):
        return "worker (sw.js, js/worker/)"
    if name.startswith("phone/"):
        return "sync, storage, receipts (js/phone/)"
    if name.startswith(("lock/", "lock.", "done.", "erased.")):
        return APART[0]
    return "pages’ own (question, result, take …)" if name.split(".")[0] in PAGES_OF_LAYER else APART[1]
