"""What a librarian's page shows, made ready for its template."""

from dataclasses import dataclass

from flask import current_app, request, url_for

from diagnoza.documents import qr
from diagnoza.queries.campaigns import CampaignRow


@dataclass(frozen=True)
class Address:
    """The address of a survey and who can open it: "nobody" else, the "house" network, or "everybody"."""

    url: str
    reach: str

    def qr_code(self) -> bytes:
        """The address as an SVG picture to scan."""
        return qr.svg(self.url)


def address(campaign: CampaignRow) -> Address:
    """Where residents answer, as seen from their phones."""
    base = current_app.config["SETTINGS"].base_url or request.url_root.rstrip("/")
    url = base + url_for("resident.survey", slug=campaign.slug)
    return Address(url, qr.reach(url))
