"""Sealing a draft with nothing but its code: whoever has the database cannot read it, and neither can the program.

The code has 75 random bits. What finds the row and what opens it are two parts of one HKDF-SHA256 output (RFC 5869),
so that the one tells nothing about the other; guessing codes is hopeless without any slowing down.
"""

import base64
import hashlib
import json
from dataclasses import dataclass
from typing import Any

from cryptography.fernet import Fernet
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF

from diagnoza.documents import sheet_code

LENGTH = 16
"""Characters of a code: fifteen random ones, five bits each, and one that checks them."""


@dataclass(frozen=True)
class Lock:
    """What a code of one survey turns into: the name of the row, and the box that opens with the code alone."""

    lookup: str
    box: Fernet

    def seal(self, content: Any) -> bytes:
        """The content, unreadable without the code. Fernet notes the time in the clear; it gets none to note."""
        return self.box.encrypt_at_time(json.dumps(content).encode("utf-8"), current_time=0)

    def open(self, sealed: bytes) -> Any:
        """The content again."""
        return json.loads(self.box.decrypt(sealed))


def lock(slug: str, code: str) -> Lock:
    """The lock of a code in the survey at an address."""
    derived = HKDF(SHA256(), length=64, salt=slug.encode(), info=b"diagnoza draft").derive(code.encode("ascii"))
    return Lock(derived[:32].hex(), Fernet(base64.urlsafe_b64encode(derived[32:])))


def new_code() -> str:
    """A fresh code."""
    return sheet_code.new(length=LENGTH)


def read_code(typed: str) -> str | None:
    """The code behind what somebody typed, or None when a character is missing or mistaken."""
    return sheet_code.read(typed, LENGTH)


def groups(code: str) -> list[str]:
    """The code in groups that are easy to copy."""
    return sheet_code.shown(code).split("-")


def form_digest(key: str) -> str:
    """What tells the drafts of one form from others without naming the form."""
    return hashlib.sha256(b"draft of " + key.encode()).hexdigest()
