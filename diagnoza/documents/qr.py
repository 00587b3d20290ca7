"""The QR code of a survey's address."""

import io
import ipaddress
from urllib.parse import urlsplit

import segno

LOCAL_NAMES = ("localhost",)


def svg(url: str) -> bytes:
    """The code as SVG: dark on white, error correction Q, four modules of quiet zone, no logo."""
    picture = io.BytesIO()
    segno.make(url, error="q", micro=False).save(
        picture, kind="svg", scale=6, border=4, dark="#1f2430", light="#ffffff", svgclass=None, lineclass=None
    )
    return picture.getvalue()


def reach(url: str) -> str:
    """Who can open the address: "nobody" else than this computer, the "house" network, or "everybody"."""
    host = urlsplit(url).hostname or ""
    if host in LOCAL_NAMES:
        return "nobody"
    try:
        address = ipaddress.ip_address(host)
    except ValueError:
        return "everybody"
    if address.is_loopback:
        return "nobody"
    return "house" if address.is_private else "everybody"
