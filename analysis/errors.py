"""Named errors of bad input. A message says what was found, what is allowed and, where it helps, the fix."""

from collections.abc import Iterable


class AnalysisError(ValueError):
    """Input that cannot be analysed; the command line prints it as one line and exits with 2."""


class CodebookError(AnalysisError):
    """A codebook that contradicts itself or lacks something; the message names the key."""


class FrameError(AnalysisError):
    """A response frame or file that does not keep to its codebook; the message names the column."""


class TallyError(AnalysisError):
    """Two tallies of different questionnaires that cannot be put together."""


class DisclosureError(AnalysisError):
    """Figures of groups that were about to be shown before the small ones were withheld."""


class ChoiceError(AnalysisError):
    """An option of a function or a command outside the allowed values."""


def listed(values: Iterable[object], limit: int = 12) -> str:
    """Values as one line for a message, cut after `limit` so that the line stays readable."""
    words = [str(value) for value in values]
    more = f" and {len(words) - limit} more" if len(words) > limit else ""
    return (", ".join(words[:limit]) or "none") + more
