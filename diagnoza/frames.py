"""The only bridge from stored answers to the response frame of `analysis`."""

from collections.abc import Iterable, Mapping
from typing import TYPE_CHECKING, Any

from analysis.codebook import Codebook, Role
from analysis.vocabulary import DONT_KNOW, NO_ANSWER
from diagnoza.questionnaire.codebook import columns
from diagnoza.questionnaire.definition import Definition

if TYPE_CHECKING:
    import pandas as pd

PLAIN = (Role.TEXT, Role.NUMBER, Role.WEIGHT)


def responses_frame(definition: Definition, codebook: Codebook, answers: Iterable[Mapping[str, Any]]) -> "pd.DataFrame":
    """One row a response, one column a variable of the codebook, as `analysis.columns` promises."""
    import pandas as pd

    rows = [columns(definition, row) for row in answers]
    return pd.DataFrame(
        {variable.name: _column([row.get(variable.name) for row in rows], variable) for variable in codebook.variables},
        index=pd.RangeIndex(len(rows)),
    )


def _column(values: list[Any], variable: Any) -> Any:
    import pandas as pd

    if variable.role in PLAIN:
        return pd.Series(values, dtype=object)
    categories = [*variable.levels, DONT_KNOW, NO_ANSWER]
    place = {category: position for position, category in enumerate(categories)}
    codes = [place[value or NO_ANSWER] for value in values]
    return pd.Categorical.from_codes(codes, categories=pd.Index(categories))
