"""Fourteen languages and a variant, each whole: names, direction, plural forms, every message."""

import gettext
import re
from string import Formatter

import polib
import pytest
from django.conf import settings
from django.utils import translation
from django.utils.translation import get_language_info, ngettext

from core import catalogues
from core.languages import BY_CODE, LANGUAGES, nearest_first

TRANSLATED = [language for language in LANGUAGES if language.code != "en"]
CODES = ["en", "ar", "ti", "so", "am", "fa", "fa-af", "ps", "fr", "rw", "sw", "uk", "ru", "cs", "vi"]


def catalogue(language):
    return polib.pofile(str(catalogues.path_of(language)))


def test_the_interface_has_its_fourteen_languages_and_dari():
    assert [language.code for language in LANGUAGES] == CODES


@pytest.mark.parametrize("language", LANGUAGES, ids=lambda language: language.code)
def test_django_knows_its_name_and_direction(language):
    info = get_language_info(language.code)
    assert info["bidi"] is language.bidi
    with translation.override(language.code):
        assert translation.get_language_bidi() is language.bidi


@pytest.mark.parametrize("language", TRANSLATED, ids=lambda language: language.code)
@pytest.mark.parametrize("n", [0, 1, 2, 3, 5, 11, 100])
def test_counting_works(language, n):
    with translation.override(language.code):
        assert ngettext("%(n)s lesson", "%(n)s lessons", n)


@pytest.mark.parametrize("language", TRANSLATED, ids=lambda language: language.code)
def test_the_compiled_catalogue_loads_and_its_plural_rule_is_ours(language):
    with catalogues.path_of(language).with_suffix(".mo").open("rb") as compiled:
        loaded = gettext.GNUTranslations(compiled)
    forms = int(re.search(r"nplurals=(\d+)", language.plural)[1])
    assert {loaded.plural(n) for n in range(200)} <= set(range(forms))


@pytest.mark.parametrize("language", TRANSLATED, ids=lambda language: language.code)
def test_no_message_is_missing_or_guessed(language):
    assert [entry.msgid for entry in catalogue(language) if not entry.translated() or entry.fuzzy] == []


@pytest.mark.parametrize("language", TRANSLATED, ids=lambda language: language.code)
def test_messages_keep_what_is_filled_in(language):
    def names(text):
        return set(re.findall(r"%\((\w+)\)s", text)) | {name for _, name, _, _ in Formatter().parse(text) if name}

    for entry in catalogue(language):
        if entry.msgid_plural:
            assert all(names(text) <= names(entry.msgid_plural) for text in entry.msgstr_plural.values()), entry.msgid
        else:
            assert names(entry.msgstr) == names(entry.msgid), entry.msgid


def test_the_catalogues_hold_every_message_of_the_templates():
    used = set()
    for path in (settings.BASE_DIR / "templates").rglob("*.html"):
        if "wagtail" not in str(path):
            used |= {words for _, words in re.findall(r"""{% translate (["'])(.+?)\1""", path.read_text(encoding="utf-8"))}
    known = {entry.msgid for entry in catalogue(BY_CODE["fr"])}
    assert used - known == set()


def test_the_nearest_language_comes_first_and_none_is_left_out():
    assert nearest_first("rw", {"en", "fr", "uk"}) == ["fr", "en", "uk"]
    assert nearest_first("ti", {"ar", "uk", "fr"})[0] == "ar"
    assert nearest_first("xx", {"fr"}) == ["fr"]


def test_every_language_says_how_sure_we_are_of_it():
    assert {language.status for language in LANGUAGES} <= {"source", "proofread", "draft"}
    assert {code for code in ("ti", "so", "am", "ps", "rw", "fa-af") if BY_CODE[code].status == "draft"} == {
        "ti",
        "so",
        "am",
        "ps",
        "rw",
        "fa-af",
    }
