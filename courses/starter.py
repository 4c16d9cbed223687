"""Put the starter course's files on the site, and keep them up to date there without ever undoing a trainer's work.

All or nothing: bad files change nothing (``BadContent``), and the whole load is one transaction. A text that a trainer has
edited since it was last loaded stays as it is, and is reported; so is one she has deleted.
"""

import hashlib
import json
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path
from typing import Any
from uuid import NAMESPACE_URL, uuid5

import yaml
from django.conf import settings
from django.db import models, transaction
from django.utils.html import escape
from wagtail.models import Locale, Page, Site

from core import pictures
from core.page_cache import start_new_generation
from courses.content_files import read_course_files
from courses.content_nodes import SOURCE, Lines, Node, Text
from courses.content_rules import ITEM_PARTS
from courses.fact_keys import FACT_KEYS
from courses.models import CoursePage, HomePage, LessonPage, LoadedFile, LocalFact, ModulePage
from quizzes.api import keep_versions
from quizzes.models import Quiz

ONWARD = uuid5(NAMESPACE_URL, "https://onward.example/starter")
ITEM_BLOCKS = {kind: kind.replace("-", "_") for kind in ITEM_PARTS}
PAGES = {"course": CoursePage, "module": ModulePage, "lesson": LessonPage}


@dataclass
class Report:
    """What a load did: names of texts, like ``OS-P1.lesson.ar``."""

    added: list[str] = field(default_factory=list)
    updated: list[str] = field(default_factory=list)
    kept: list[str] = field(default_factory=list)
    deleted: list[str] = field(default_factory=list)


def load(folder: Path, *, at: datetime) -> Report:
    """Load every file below ``folder``. Raises BadContent, having changed nothing."""
    courses = read_course_files(
        folder, pictures=set(pictures.kit()), facts=set(FACT_KEYS), languages={code for code, _ in settings.LANGUAGES}
    )
    with transaction.atomic():
        loader = _Loader(at)
        for course in courses:
            loader.load(course, {})
        loader.load_facts(folder / "facts.yaml")
        if loader.report.added or loader.report.updated:
            start_new_generation()
    return loader.report


def set_up_site() -> HomePage:
    """The default site with its home page, in place of the page that Wagtail puts there. Safe to repeat."""
    for code, _ in settings.LANGUAGES:  # trainers can translate into each from the first day
        Locale.objects.get_or_create(language_code=code)
    locale = Locale.objects.get(language_code=SOURCE)
    home = HomePage.objects.filter(locale=locale).first()
    if home is None:
        root = Page.objects.get(depth=1)
        home = HomePage(title="Onward", slug="onward", locale=locale)
        root.add_child(instance=home)
        Site.objects.update_or_create(
            is_default_site=True, defaults={"hostname": "localhost", "port": 80, "root_page": home, "site_name": "Onward"}
        )
        Page.objects.filter(depth=2, slug="home").exclude(pk=home.pk).delete()  # Wagtail's own welcome page
    return home


class _Loader:
    """One load. Remembers what the files last wrote, to tell a trainer's edit from an old text."""

    def __init__(self, at: datetime):
        self.at, self.report = at, Report()
        self.had = {loaded.name: loaded for loaded in LoadedFile.objects.all()}
        self.homes = {home.locale.language_code: home for home in HomePage.objects.select_related("locale")}
        set_up_site()
        self.homes = {home.locale.language_code: home for home in HomePage.objects.select_related("locale")}

    def home(self, language: str) -> HomePage:
        if language not in self.homes:
            locale, _ = Locale.objects.get_or_create(language_code=language)
            source = self.homes[SOURCE]
            home = HomePage(title="Onward", slug=f"onward-{language}", locale=locale, translation_key=source.translation_key)
            Page.objects.get(depth=1).add_child(instance=home)
            self.homes[language] = home
        return self.homes[language]

    def load(self, node: Node, parents: dict[str, Page]) -> None:
        """A node in all its languages, then what is below it."""
        pages: dict[str, Page] = {}
        for language, text in node.texts.items():
            parent = parents.get(language) if node.kind != "course" else self.home(language)
            if parent is None:
                continue  # its module is not in this language: nowhere to hang it
            quiz = self._quiz(node, node.quiz[language]) if language in node.quiz else None
            page = self._page(node, text, parent, quiz)
            if page is not None:
                pages[language] = page
        for child in node.children:
            self.load(child, pages)

    def _page(self, node: Node, text: Text, parent: Page, quiz: Quiz | None) -> Page | None:
        model = PAGES[node.kind]
        values = _page_values(node, text, quiz)
        key = uuid5(ONWARD, node.code)

        def create() -> Page:
            page = model(slug=node.slug, locale=self.home(text.language).locale, translation_key=key, **values)
            return parent.add_child(instance=page)

        return self._put(f"{node.code}.{node.kind}.{text.language}", model, values, create, [text.values, node.source])

    def _quiz(self, node: Node, text: Text) -> Quiz | None:
        values = {
            "title": f"{node.code} {node.texts[text.language].values['title']}"[:120],
            "items": _items(node, text.values, node.quiz[SOURCE].values),
            "counts_for_credential": node.quiz[SOURCE].values.get("counts") == "true",
            "text_status": text.status,
        }

        def create() -> Quiz:
            locale = self.home(text.language).locale
            return Quiz.objects.create(locale=locale, translation_key=uuid5(ONWARD, f"{node.code}/quiz"), **values)

        sources = [text.values, node.quiz[SOURCE].values, values["title"]]
        quiz = self._put(f"{node.code}.quiz.{text.language}", Quiz, values, create, sources)
        if quiz is not None:
            keep_versions(quiz, at=self.at)
        return quiz

    def _put(self, name: str, model: Any, values: dict[str, Any], create: Callable[[], Any], sources: list[Any]) -> Any:
        """Create, update or leave one object. Returns it, or None if a trainer has deleted it."""
        file_hash, had = _hash(sources), self.had.get(name)
        if had is None:
            instance = create()
            self._remember(name, file_hash, instance, values)
            self.report.added.append(name)
            return instance
        instance = model.objects.filter(pk=had.object_id).first()
        if instance is None:
            self.report.deleted.append(name)
            return None
        if had.file_hash == file_hash:
            return instance
        latest = instance.get_latest_revision_as_object() if instance.latest_revision_id else instance
        if text_hash(latest, values) != had.text_hash:
            self.report.kept.append(name)
            return instance
        self._update(instance, values)
        self._remember(name, file_hash, instance, values)
        self.report.updated.append(name)
        return instance

    def _update(self, instance: Any, values: dict[str, Any]) -> None:
        for field_name, value in values.items():
            setattr(instance, field_name, value)
        if instance.latest_revision_id:
            revision = instance.save_revision()
            if instance.live:
                revision.publish()
        else:
            instance.save()

    def _remember(self, name: str, file_hash: str, instance: Any, values: dict[str, Any]) -> None:
        fresh = type(instance).objects.get(pk=instance.pk)
        LoadedFile.objects.update_or_create(
            name=name, defaults={"file_hash": file_hash, "text_hash": text_hash(fresh, values), "object_id": instance.pk}
        )

    def load_facts(self, path: Path) -> None:
        """Examples of local facts, none of them verified: learners see none until someone has dialled it."""
        for row in yaml.safe_load(path.read_text(encoding="utf-8")) if path.exists() else []:
            name = f"{row['destination']}.{row['key']}.{row.get('language', '')}"[:80]

            def create(row: dict[str, Any] = row) -> LocalFact:
                existing = LocalFact.objects.filter(
                    key=row["key"], destination=row["destination"], language=row.get("language", "")
                )
                fact = existing.first() or LocalFact(**row)
                fact.full_clean()
                fact.save()
                return fact

            if name not in self.had:
                self._put(name, LocalFact, row, create, [row])


def _page_values(node: Node, text: Text, quiz: Quiz | None) -> dict[str, Any]:
    words, source = text.values, node.source
    values: dict[str, Any] = {"title": words["title"], "picture": source["picture"], "text_status": text.status}
    if node.kind == "lesson":
        body = [_block(node, ours, theirs, quiz) for ours, theirs in _paired(source["body"], words["body"])]
        return values | {
            "objective": words["objective"],
            "minutes": int(source["minutes"]),
            "picture_alt": words["picture_alt"],
            "body": json.dumps(body),
        }
    if node.kind == "module":
        values["phase"] = source["phase"]
    return values | {"summary": words["summary"]}


def _paired(ours: list[Lines], theirs: list[Lines]) -> list[tuple[Lines, Lines]]:
    by_id = {row["id"]: row for row in theirs}
    return [(row, by_id.get(row["id"], row)) for row in ours]


def _block(node: Node, source: Lines, words: Lines, quiz: Quiz | None) -> dict[str, Any]:
    kind = source["type"]
    values: dict[str, Any] = {name: words[name].strip() for name in ("heading", "question", "alt", "caption") if name in words}
    if "text" in words:
        values["text"] = to_html(words["text"])
    if "steps" in words:
        values["steps"] = [
            {"type": "item", "id": _id(node, source, str(place)), "value": step} for place, step in enumerate(words["steps"])
        ]
    if kind == "picture":
        values["illustration"] = source["picture"]
    if kind == "callout":
        values["kind"] = source["kind"]
    value: Any = quiz.pk if kind == "quiz" and quiz else values
    return {"type": "try_it" if kind == "try" else kind, "id": _id(node, source), "value": value}


def _items(node: Node, words: Lines, source: Lines) -> str:
    return json.dumps([_item(node, ours, theirs) for ours, theirs in _paired(source["items"], words["items"])])


def _item(node: Node, source: Lines, words: Lines) -> dict[str, Any]:
    values: dict[str, Any] = {
        name: words[name].strip() for name in ("prompt", "when_right", "when_wrong", "alt") if name in words
    }
    values["picture"] = source.get("picture", "")
    if source["type"] == "true-false":
        values["answer"] = source["answer"]
    elif part := ITEM_PARTS[source["type"]]:
        values[part] = [
            {"type": "item", "id": _id(node, source, row["id"], "quiz"), "value": _part(row, theirs)}
            for row, theirs in _paired(source[part], words[part])
        ]
    return {"type": ITEM_BLOCKS[source["type"]], "id": _id(node, source, "", "quiz"), "value": values}


def _part(source: Lines, words: Lines) -> dict[str, Any]:
    if "left" in source:
        return {"left": words["left"].strip(), "right": words["right"].strip()}
    values: dict[str, Any] = {name: words[name].strip() for name in ("text", "feedback") if name in words}
    return values | ({"right": source.get("right") == "true"} if "text" in values else {})


def _id(node: Node, row: Lines, part: str = "", room: str = "") -> str:
    """A block's id: the same in every language and on every machine."""
    return str(uuid5(ONWARD, "/".join([node.code, room, row["id"], part])))


def to_html(text: str) -> str:
    """A file's text as rich text: blank lines part paragraphs, ``**`` makes bold."""
    paragraphs = [" ".join(part.split()) for part in text.strip().split("\n\n")]
    halves = [escape(paragraph).split("**") for paragraph in paragraphs if paragraph]
    return "".join(
        "<p>" + "".join(f"<b>{half}</b>" if place % 2 else half for place, half in enumerate(one)) + "</p>" for one in halves
    )


def text_hash(instance: models.Model, values: dict[str, Any]) -> str:
    """Hash of what an object says in the fields that files fill; blind to empty values, which come and go with releases."""
    said = {name: getattr(instance, name) for name in values}
    return _hash(
        [{name: value.get_prep_value() if hasattr(value, "get_prep_value") else value for name, value in said.items()}]
    )


def _hash(values: list[Any]) -> str:
    return hashlib.sha256(
        json.dumps([_full(value) for value in values], sort_keys=True, ensure_ascii=False, default=str).encode()
    ).hexdigest()


def _full(value: Any) -> Any:
    if isinstance(value, dict):
        return {name: _full(one) for name, one in value.items() if one not in ("", None, False, [], {})}
    if isinstance(value, list):
        return [_full(one) for one in value]
    return value
