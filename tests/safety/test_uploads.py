"""What staff upload is what its name says, and small enough to work on."""

import struct
import zlib
from io import BytesIO

import pytest
from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import SimpleUploadedFile
from PIL import Image
from wagtail.documents.models import Document
from wagtail.images.fields import WagtailImageField

SCRIPT = b"<svg xmlns='http://www.w3.org/2000/svg'><script>alert(1)</script></svg>"
REFUSED = (ValidationError, OSError)  # Pillow's word for a file that breaks off
FAKES = {
    "a.svg": SCRIPT,
    "b.png": SCRIPT,
    "c.jpg": b"<html><script>alert(1)</script></html>",
    "d.gif": b"GIF89a/*" + b"*/=1;alert(1)//",
    "e.png": b"\x89PNG\r\n\x1a\n" + b"0" * 99,
    "f.webp": b"",
    "g.jpg": b"%PDF-1.7 ",
    "h.php": b"<?php echo 1;",
}


def picture(kind, size=(4, 4)):
    drawn = BytesIO()
    Image.new("RGB", size).save(drawn, kind)
    return drawn.getvalue()


def chunk(name, data):
    return struct.pack(">I", len(data)) + name + data + struct.pack(">I", zlib.crc32(name + data))


def bomb(width):
    """A picture of a few bytes that says it is huge."""
    head = chunk(b"IHDR", struct.pack(">IIBBBBB", width, width, 8, 2, 0, 0, 0))
    return b"\x89PNG\r\n\x1a\n" + head + chunk(b"IDAT", zlib.compress(b"0" * 1000)) + chunk(b"IEND", b"")


def take(name, content):
    return WagtailImageField().clean(SimpleUploadedFile(name, content))


@pytest.mark.parametrize("name", FAKES)
def test_what_is_no_picture_is_not_taken_for_one(name):
    with pytest.raises(REFUSED):
        take(name, FAKES[name])


@pytest.mark.parametrize("name", ["a.jpg", "b.gif"])
def test_nor_is_a_picture_of_another_kind_or_of_one_that_we_do_not_take(name):
    with pytest.raises(ValidationError):
        take(name, picture("PNG" if name == "a.jpg" else "GIF"))


@pytest.mark.parametrize("width", [12_000, 50_000, 2**31 - 1])
def test_a_picture_with_too_many_pixels_is_not_taken(width):
    with pytest.raises(REFUSED):
        take("a.png", bomb(width))


def test_good_pictures_are():
    assert take("a.png", picture("PNG")) and take("b.jpg", picture("JPEG"))


@pytest.mark.parametrize("name", ["a.html", "a.svg", "a.pdf.exe", "a"])
def test_documents_are_nothing_that_a_browser_would_run(db, name):
    document = Document(title="a", file=SimpleUploadedFile(name, SCRIPT))
    with pytest.raises(ValidationError):
        document.full_clean()
