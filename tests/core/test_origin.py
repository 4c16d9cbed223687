"""A form is accepted from our own pages only, by the browser's word."""

import pytest
from django.test import RequestFactory

from core.origin import from_our_pages


@pytest.mark.parametrize(
    ("headers", "ours"),
    [
        ({"Sec-Fetch-Site": "same-origin"}, True),
        ({"Sec-Fetch-Site": "same-site"}, False),
        ({"Sec-Fetch-Site": "cross-site"}, False),
        ({"Sec-Fetch-Site": "none"}, False),
        ({"Sec-Fetch-Site": "cross-site", "Origin": "http://testserver"}, False),
        ({"Origin": "http://testserver"}, True),
        ({"Origin": "https://testserver"}, False),
        ({"Origin": "http://testserver.evil.example"}, False),
        ({"Origin": "http://testserver:81"}, False),
        ({"Origin": "null"}, False),
        ({"Origin": "http://[broken"}, False),
        ({"Referer": "http://testserver/en/"}, True),
        ({"Referer": "http://evil.example/http://testserver/"}, False),
        ({}, False),
    ],
)
def test_where_a_form_comes_from(headers, ours):
    request = RequestFactory().post("/", headers=headers)
    assert from_our_pages(request) is ours
