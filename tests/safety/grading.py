"""MDN's published rules for HTTP headers (HTTP Observatory), as far as they meet us: 100, and what is added or taken away."""

import re

PRIVATE = {"no-referrer", "same-origin", "strict-origin", "strict-origin-when-cross-origin"}
HALF_A_YEAR = 15768000
BROAD = {"*", "http:", "https:", "data:", "ftp:", "blob:", "ws:", "wss:"}
UNSAFE = BROAD | {"'unsafe-inline'", "'unsafe-eval'"}


def directives(policy: str) -> dict[str, set[str]]:
    """A content security policy by its directives."""
    parts = [part.split() for part in policy.split(";") if part.strip()]
    return {words[0].lower(): set(words[1:]) for words in parts}


def marks(headers: dict[str, str], cookies: list[str] = ()) -> dict[str, int]:  # type: ignore[assignment]
    """What each rule adds or takes away. Header names in small letters."""
    policy = directives(headers.get("content-security-policy", ""))
    return {
        "content-security-policy": _policy(policy),
        "clickjacking": 5 if policy.get("frame-ancestors", {"*"}) <= {"'none'", "'self'"} else -20,
        "referrer-policy": 5 if headers.get("referrer-policy") in PRIVATE else 0,
        "corp": {"same-origin": 10, "same-site": 10}.get(headers.get("cross-origin-resource-policy", ""), 0),
        "nosniff": 0 if headers.get("x-content-type-options") == "nosniff" else -5,
        "hsts": 0 if _age(headers.get("strict-transport-security", "")) >= HALF_A_YEAR else -20,
        "cors": -50 if headers.get("access-control-allow-origin") == "*" else 0,
        "cookies": min((_cookie(cookie) for cookie in cookies), default=0),
    }


def score(headers: dict[str, str], cookies: list[str] = ()) -> int:  # type: ignore[assignment]
    """The whole: what is added counts only if hardly anything was taken away."""
    each = marks(headers, cookies).values()
    plain = 100 + sum(one for one in each if one < 0)
    return plain + sum(one for one in each if one > 0) if plain >= 90 else plain


def _policy(policy: dict[str, set[str]]) -> int:
    if not policy:
        return -25
    default = policy.get("default-src", {"*"})
    if policy.get("script-src", default) & UNSAFE or policy.get("object-src", default) & BROAD:
        return -20
    if policy.get("style-src", default) & UNSAFE:
        return 0
    return 10 if default == {"'none'"} and policy.get("form-action", {"*"}) <= {"'none'", "'self'"} else 5


def _age(header: str) -> int:
    found = re.search(r"max-age=(\d+)", header)
    return int(found[1]) if found else 0


def _cookie(cookie: str) -> int:
    kinds = {part.strip().partition("=")[0].lower(): part.strip().partition("=")[2] for part in cookie.split(";")[1:]}
    if "secure" not in kinds:
        return -20
    return 5 if kinds.get("samesite", "").lower() in ("lax", "strict") else 0
