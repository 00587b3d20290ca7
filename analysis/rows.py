"""The parts of a diagnosis that read the rows of a frame: quality of the answers, segments, themes."""

from dataclasses import replace
from typing import TYPE_CHECKING

import numpy as np

from analysis.codebook import Codebook, Role, Variable
from analysis.diagnosis import SEED
from analysis.quality import quality_of
from analysis.results import Breakdown, Diagnosis, Themes
from analysis.segments import segments_of
from analysis.themes import default_dictionary, themes_of

if TYPE_CHECKING:
    import pandas as pd


def with_rows(diagnosis: Diagnosis, frame: "pd.DataFrame", codebook: Codebook, seed: int = SEED) -> Diagnosis:
    """The diagnosis with quality, segments and themes from its frame; a withheld diagnosis stays as it is."""
    if diagnosis.withheld:
        return diagnosis
    return replace(
        diagnosis,
        quality=quality_of(frame, codebook, threshold=diagnosis.threshold),
        segmentation=segments_of(frame, codebook, np.random.default_rng(seed)),
        themes=tuple(_themes(diagnosis, frame, variable, seed) for variable in codebook.by_role(Role.TEXT)),
    )


def _themes(diagnosis: Diagnosis, frame: "pd.DataFrame", variable: Variable, seed: int) -> Themes:
    return themes_of(
        frame[variable.name].tolist(),
        variable.question,
        variable.question_label or variable.label,
        dictionary=default_dictionary(),
        threshold=diagnosis.threshold,
        level=diagnosis.level,
        rng=np.random.default_rng(seed),
        groups={breakdown.variable: _shown(breakdown, frame) for breakdown in diagnosis.breakdowns},
    )


def _shown(breakdown: Breakdown, frame: "pd.DataFrame") -> list[str | None]:
    """Everybody's category, None for those of a withheld one and for those who stated none."""
    shown = {category for category, n in zip(breakdown.categories, breakdown.n, strict=True) if n is not None}
    return [code if code in shown else None for code in frame[breakdown.variable].astype(object)]
