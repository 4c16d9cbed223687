"""Static files are named by their content, sent compressed, and kept for good; pages carry every header they should."""

import http.client
import re

import pytest

pytestmark = pytest.mark.xdist_group("browser")


def get(site, path, **headers):
    connection = http.client.HTTPConnection(site.host, timeout=60)
    connection.request("GET", path, headers={name.replace("_", "-"): value for name, value in headers.items()})
    answer = connection.getresponse()
    return answer.status, answer.headers, answer.read()


@pytest.mark.parametrize("encoding", ["br", "gzip"])
def test_every_file_a_page_asks_for_is_hashed_compressed_and_kept(site, encoding):
    _, _, page = get(site, "/en/")
    files = set(re.findall(r"/static/[\w./-]+\.(?:css|js|svg)", page.decode()))
    assert len(files) >= 5
    for file in files:
        status, headers, body = get(site, file, Accept_Encoding=encoding)
        assert status == 200 and re.search(r"\.[0-9a-f]{12}\.\w+$", file), file
        assert "immutable" in headers["Cache-Control"], file
        assert headers["Content-Encoding"] == encoding or len(body) < 600, file


def test_pages_carry_the_headers_that_keep_learners_safe(site):
    for path in ("/", "/en/", "/en/my-learning/", "/en/nothing/", "/cms/login/"):
        headers = get(site, path)[1]
        policy = headers["Content-Security-Policy"]
        directives = [part.strip() for part in policy.split(";")]
        assert {"default-src 'none'", "script-src 'self'"} <= set(directives), path
        assert "'unsafe-eval'" not in policy and ("'unsafe-inline'" not in policy or path.startswith("/cms/")), path
        assert headers["X-Content-Type-Options"] == "nosniff"
        assert headers["Referrer-Policy"] == "same-origin"
        assert headers["Cross-Origin-Opener-Policy"] == headers["Cross-Origin-Resource-Policy"] == "same-origin"
        assert headers["X-Frame-Options"] == ("SAMEORIGIN" if path.startswith("/cms/") else "DENY")
