"""A tally as bytes, to be kept in a database or a file; nothing but numbers, so reading it runs no code."""

from io import BytesIO
from zipfile import BadZipFile

import numpy as np

from analysis.codebook import Codebook
from analysis.errors import TallyError
from analysis.modes import with_mode_columns
from analysis.tables import Table
from analysis.tally import Tally

_PLAIN = ("named", "groups", "together")
_LISTS = ("alone", "choices")
_TABLES = ("cells", "parts")


def to_bytes(tally: Tally) -> bytes:
    """The tally as a compressed NumPy archive."""
    arrays = {name: getattr(tally, name) for name in _PLAIN} | {"n": np.array(tally.n)}
    for name in _LISTS:
        arrays |= {f"{name}{place}": array for place, array in enumerate(getattr(tally, name))}
    for name in _TABLES:
        table: Table = getattr(tally, name)
        arrays |= {f"{name}{place}": array for place, array in enumerate((table.keys, *table.arrays))}
    kept = BytesIO()
    np.savez_compressed(kept, **arrays)
    return kept.getvalue()


def from_bytes(content: bytes, codebook: Codebook) -> Tally:
    """The tally that `to_bytes` wrote, of the same questionnaire; TallyError when it is of another one.

    One that was written before the way of answering was counted comes back with that unknown (analysis.modes).
    """
    empty = Tally.zero(codebook)
    try:
        with np.load(BytesIO(content), allow_pickle=False) as kept:
            tables = {name: _listed(kept, name, 1 + len(getattr(empty, name).arrays)) for name in _TABLES}
            found = Tally(
                n=int(kept["n"]),
                cells=Table(with_mode_columns(tables["cells"][0], codebook), tables["cells"][1:]),
                parts=Table(tables["parts"][0], tables["parts"][1:]),
                alone=_listed(kept, "alone", len(empty.alone)),
                choices=_listed(kept, "choices", len(empty.choices)),
                spans=empty.spans,
                **{name: kept[name] for name in _PLAIN},
            )
    except (KeyError, ValueError, OSError, EOFError, BadZipFile) as error:
        raise TallyError(f"not a kept tally of this questionnaire: {error}") from error
    return found + empty  # complains when the shapes are those of another questionnaire


def _listed(kept: "np.lib.npyio.NpzFile", name: str, count: int) -> "tuple[np.ndarray, ...]":
    return tuple(kept[f"{name}{place}"] for place in range(count))
