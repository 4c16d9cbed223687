"""Addresses that try to lead away from our site, and where a browser would go by them (https://url.spec.whatwg.org)."""

import re
from urllib.parse import quote, urlsplit

EVIL = "evil.example"
PORTS = {"http": "80", "https": "443", "ws": "80", "wss": "443", "ftp": "21"}  # the schemes that have a host by themselves
SCHEME = re.compile(r"([A-Za-z][A-Za-z0-9+.-]*):(.*)", re.DOTALL)
EDGES = "".join(map(chr, range(0x21)))


def origin(address: str, base: str) -> str:
    """Where a browser goes that is led to an address from the page ``base``: nowhere ("") without a host.

    Schemes that have no hosts are their own.
    """
    text = re.sub(r"[\t\n\r]", "", address.strip(EDGES))
    ours = urlsplit(base).scheme
    found = SCHEME.match(text)
    scheme, rest = (found[1].lower(), found[2]) if found else (ours, text)
    if scheme not in PORTS:
        return f"{scheme}:"
    slashes = len(rest) - len(rest.lstrip("/\\"))
    if slashes < 2 and scheme == ours:
        return origin_of_host(scheme, urlsplit(base).netloc)
    return origin_of_host(scheme, re.split(r"[/\\?#]", rest.lstrip("/\\"))[0])


def origin_of_host(scheme: str, authority: str) -> str:
    host = authority.rpartition("@")[2].lower()
    return host and f"{scheme}://{host.removesuffix(':' + PORTS[scheme]).removesuffix(':')}"


def payloads() -> list[str]:
    """More than 300, each once."""
    return list(dict.fromkeys([*_slashes(), *_schemes(), *_disguised(), *_odd()]))


def _slashes() -> list[str]:
    starts = [
        "//",
        "\\\\",
        "/\\",
        "\\/",
        "///",
        "////",
        "/\\/",
        "\\\\\\",
        "//\\",
        "/ /",
        "/\t/",
        "/\n/",
        "/\r/",
        "\t//",
        "\n//",
    ]
    starts += [
        "\r//",
        " //",
        "\x00//",
        "\x0b//",
        "\x1f//",
        "\x0c//",
        "\ufeff//",
        "\u200b//",
        "\xa0//",
        "\u2028//",
        "\x85//",
        "/\x00/",
    ]
    starts += [
        "/.//",
        "/..//",
        "./\\/",
        ".//",
        "..//",
        "/%09/",
        "/%0a/",
        "/%0d/",
        "/%5c",
        "/%2f",
        "%2f%2f",
        "%5c%5c",
        "/%2f/",
        "%09//",
    ]
    starts += [
        "//%2f",
        "/%252f",
        "%252f%252f",
        "\uff0f\uff0f",
        "\u2044\u2044",
        "\u2215\u2215",
        "\u29f8\u29f8",
        "/\uff0f",
        "/\uff3c",
        "?//",
        "#//",
    ]
    ends = ["", "/", "/en/", "?next=/en/", "#/en/", ":443/", "%2f..", "\\en"]
    return [
        start + EVIL + end for start in starts for end in (ends if start in ("//", "\\\\", "/\\", "///", "/\t/") else ends[:2])
    ]


def _schemes() -> list[str]:
    colons = [":", ":/", "://", ":///", ":\\", ":\\\\", ":/\\", ":\t//", "\t://", "\n://", ":%2f%2f", "%3a//", ":@"]
    by_host = [
        f"{scheme}{colon}{EVIL}" for scheme in ("http", "https", "HTTPS", "hTtP", "ftp", "ws", "//http") for colon in colons
    ]
    scripts = ["alert(1)", "//%0aalert(1)", "//testserver/%0aalert(1)"]
    names = [
        "javascript",
        "JaVaScRiPt",
        "java\tscript",
        "java\nscript",
        "\x01javascript",
        " javascript",
        "vbscript",
        "data",
        "blob",
    ]
    names += ["file", "filesystem", "about", "mailto", "tel", "intent", "view-source", "jar", "chrome", "livescript", "x-evil"]
    return by_host + [f"{name}:{script}" for name in names for script in scripts]


def _disguised() -> list[str]:
    """As if they were ours."""
    hosts = [
        f"testserver@{EVIL}",
        f"testserver:80@{EVIL}",
        f"testserver.{EVIL}",
        f"testserver%40{EVIL}",
        f"testserver%2e{EVIL}",
    ]
    hosts += [
        f"testserver\\@{EVIL}",
        f"{EVIL}\\@testserver",
        f"testserver#@{EVIL}",
        f"{EVIL}#@testserver",
        f"testserver?@{EVIL}",
    ]
    hosts += [
        f"{EVIL}?@testserver",
        f"a:b@c@{EVIL}",
        f"testserver\t.{EVIL}",
        f"testserver{EVIL}",
        "testserver:81",
        f"testserver:@{EVIL}",
    ]
    hosts += [
        f"testserver;@{EVIL}",
        f"testserver\x00.{EVIL}",
        f"testserver\xad.{EVIL}",
        f"testserver%00.{EVIL}",
        f"{EVIL}%23.testserver",
    ]
    hosts += [
        "[::1]",
        f"[::ffff:{EVIL}]",
        "[testserver]",
        "[",
        "[::1",
        "]",
        "::1",
        "0x7f.1",
        "2130706433",
        "0",
        "127.1",
        f"[v1.{EVIL}]",
    ]
    hosts += [
        "evil\u3002example",
        "\u24d4vil.example",
        "xn--vil-2ed.example",
        "evil.example.",
        "testserver.",
        "%65vil.example",
        "EVIL.EXAMPLE",
    ]
    return [start + host for start in ("//", "http://", "https://", "/\\") for host in hosts]


def _odd() -> list[str]:
    long = [
        f"//{EVIL}/" + "a" * 5000,
        "//" + "a" * 300 + ".example",
        "/" * 2000 + EVIL,
        f"http://{'a@' * 500}{EVIL}",
        " " * 999 + f"//{EVIL}",
    ]
    split = [
        f"/en/\r\nLocation: //{EVIL}",
        f"/en/\nSet-Cookie: session=x; {EVIL}",
        "/en/%0d%0aLocation:%20//" + EVIL,
        f"\r\n\r\n<a href=//{EVIL}>",
    ]
    encoded = [
        quote(quote(f"//{EVIL}", safe=""), safe=""),
        "&#47;&#47;" + EVIL,
        f"&sol;&sol;{EVIL}",
        f"\\x2f\\x2f{EVIL}",
        f"\\u002f\\u002f{EVIL}",
    ]
    bytes_ = [
        f"\u212f//{EVIL}",
        f"\ud800//{EVIL}".encode("utf-8", "replace").decode(),
        f"\u202e//{EVIL}",
        f"\u00b7//{EVIL}",
        "",
        "//",
        "///",
        "http://",
        "http:",
        ":",
        "@",
        f"@{EVIL}",
    ]
    return long + split + encoded + bytes_
