"""What pictures of a proposal are drawn from: words that are ready to be shown, and numbers. No matplotlib."""

from dataclasses import dataclass

from analysis.charts.stories import Story

STATES = ("there", "open", "nobody")
"""Who brings a thing: somebody known, a chair still to be filled, nobody."""


@dataclass(frozen=True)
class Bars:
    """Reasons in words with their weights (above 0: for), in the order in which they are drawn."""

    title: str
    subtitle: str
    notes: tuple[str, ...]
    speaks_for: str
    speaks_against: str
    rows: tuple[tuple[str, float], ...]

    @property
    def story(self) -> Story:
        """Its words, with a text alternative that lists the reasons of each side in their order."""
        sides = ((self.speaks_for, 1), (self.speaks_against, -1))
        said = [f"{name}: {'; '.join(found)}." for name, sign in sides if (found := self._side(sign))]
        return Story(self.title, self.subtitle, self.notes, " ".join([f"{self.title}.", *said]))

    def _side(self, sign: int) -> list[str]:
        return [label.removesuffix(".") for label, value in self.rows if value * sign > 0]


@dataclass(frozen=True)
class Chairs:
    """Things a table needs, who brings each, and its state (one of STATES)."""

    title: str
    subtitle: str
    notes: tuple[str, ...]
    rows: tuple[tuple[str, str, str], ...]

    @property
    def story(self) -> Story:
        """Its words, with a text alternative that lists everything."""
        said = "; ".join(f"{need}: {who}" for need, who, _ in self.rows)
        return Story(self.title, self.subtitle, self.notes, f"{self.title}. {said}.")
