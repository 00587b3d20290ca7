"""Reading pages the way a person would: what is hidden in a form, what is said, where it leads."""

import re
from html import unescape

from werkzeug.test import TestResponse


def hidden(response: TestResponse, name: str) -> str:
    """The value of a hidden field."""
    found = re.search(rf'<input[^>]*name="{re.escape(name)}"[^>]*>', response.text)
    assert found, f"no field {name} on {response.request.path}"
    value = re.search(r'value="([^"]*)"', found.group())
    return unescape(value.group(1)) if value else ""


def page_name(response: TestResponse) -> str:
    """The `data-page` of the page."""
    found = re.search(r'<main[^>]*data-page="([^"]+)"', response.text)
    return found.group(1) if found else ""


def words(response: TestResponse) -> str:
    """What the page says, without its markup."""
    body = re.sub(r"<(script|style|svg)\b.*?</\1>", " ", response.text, flags=re.S)
    return " ".join(unescape(re.sub(r"<[^>]+>", " ", body)).split())
