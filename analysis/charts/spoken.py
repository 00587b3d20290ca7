"""What pictures of a proposal are drawn from: words that are ready to be shown, and numbers. No matplotlib."""

from dataclasses import dataclass

from analysis.charts.stories import Story

STATES = ("there", "open", "nobody")
"""Who brings a thing: somebody known, a chair still to be filled, nobody."""

STEP = "step"


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


@dataclass(frozen=True)
class Path:
    """The way ahead from the first step on: steps and what the next one needs, in the order in which they come.

    Each row has its words, how it stands in words ("" for a step), and its state: STEP or one of STATES, where
    "there" is met, "open" is not known yet and "nobody" is missing.
    """

    title: str
    subtitle: str
    notes: tuple[str, ...]
    rows: tuple[tuple[str, str, str], ...]

    @property
    def story(self) -> Story:
        """Its words, with a text alternative that lists everything in its order."""
        said = " ".join(
            f"{words.removesuffix('.')}{f' ({stands})' if stands else ''}." for words, stands, _ in self.rows
        )
        return Story(self.title, self.subtitle, self.notes, f"{self.title}. {said}")
