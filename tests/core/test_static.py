"""Our modules go to phones without their comments and their indentation."""

import re
from pathlib import Path

import pytest
from django.conf import settings
from django.core.files.base import ContentFile

from core.static_storage import PrecompressedStorage, bare

# Younger than Chrome 92, the first that has module workers and all else that we use: Android 5 and 6 get no browser of today.
TOO_YOUNG = re.compile(
    r"findLast|groupBy|to(Sorted|Reversed|Spliced)\(|structuredClone|AbortSignal\.(timeout|any)|hasOwn\(|checkVisibility"
    r"|withResolvers|Array\.fromAsync|canParse|\bstatic \{|isWellFormed|Promise\.try|RegExp\.escape|\.(union|intersection)\("
)
MODULES = sorted((settings.BASE_DIR / "static/js").rglob("*.js"))


def test_comments_go_and_code_stays():
    script = b"// About it.\nif (a) {\n  a = 1; // why\n\n  // more\n  b = /a\\/\\/b/;\n}\nconst c = 'http://c';\n"
    assert bare(script) == b"if (a) {\na = 1;\nb = /a\\/\\/b/;\n}\nconst c = 'http://c';\n"


@pytest.mark.parametrize("module", MODULES, ids=lambda path: path.stem)
def test_what_looks_like_a_comment_in_our_modules_is_one(module: Path):
    text = module.read_text(encoding="utf-8")
    for line in text.splitlines():
        before, comment, _ = line.partition(" // ")
        assert not comment or line.lstrip().startswith("//") or not any(before.count(quote) % 2 for quote in "\"'`"), line
    assert " // " not in bare(text.encode()).decode()
    assert not [one for one in re.findall("`[^`]*`", bare(text.encode()).decode()) if "\n" in one]


@pytest.mark.parametrize("module", MODULES, ids=lambda path: path.stem)
def test_old_phones_know_what_our_modules_ask_of_them(module: Path):
    assert not TOO_YOUNG.search(bare(module.read_bytes()).decode())


def test_a_module_is_stored_bare_and_named_by_what_is_left(tmp_path: Path):
    storage = PrecompressedStorage(location=tmp_path, base_url="/static/")
    storage.save("js/one.js", ContentFile(b'// About it.\nimport "./two.js"; // why\n'))
    storage.save("js/two.js", ContentFile(b"// Nothing.\nexport const two = 2;\n"))
    found = {name: (storage, name) for name in ("js/one.js", "js/two.js")}
    assert [done for *_, done in storage.post_process(found) if isinstance(done, Exception)] == []
    one, two = (Path(storage.path(storage.stored_name(name))) for name in ("js/one.js", "js/two.js"))
    assert one.read_bytes() == f'import"./{two.name}";\n'.encode()
    assert two.read_bytes() == b"export const two = 2;\n"
