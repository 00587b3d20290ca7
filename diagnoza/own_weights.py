"""Weights that coalitions changed: small files of the instance folder, read and checked at start.

`wagi.toml` is for the whole installation; `wagi-SLUG.toml` takes its place for the library with that short name. What a
file holds says `analysis.recommender.own_weights`. A changed file counts from the next start.
"""

from collections.abc import Mapping
from pathlib import Path

from flask import current_app

from analysis.recommender.knowledge import Knowledge, KnowledgeError, default_knowledge
from analysis.recommender.own_weights import with_changes

EVERYBODY = ""
"""Stands in place of a library's short name for the file of the whole installation."""

NAME = "wagi"


class OwnWeightsError(ValueError):
    """A file of weights cannot be used; the message names the file, the entry, what was found and what is allowed."""


def read(instance: Path) -> Mapping[str, Knowledge]:
    """The changed knowledge by the short name of the library; empty where no weights were changed."""
    return {_slug(file): _read(file) for file in sorted(instance.glob(f"{NAME}*.toml")) if _is_ours(file)}


def of_library(slug: str) -> Knowledge:
    """What the recommender knows for a library: with its own weights, else the installation's, else as built in."""
    own: Mapping[str, Knowledge] = current_app.config["SETTINGS"].own_weights
    return own.get(slug) or own.get(EVERYBODY) or default_knowledge()


def described(own: Mapping[str, Knowledge]) -> list[str]:
    """A line for each file in use, for the start."""
    return [f"{_file(slug)}: {len(knowledge.changes)} changed weights" for slug, knowledge in own.items()]


def _file(slug: str) -> str:
    return f"{NAME}-{slug}.toml" if slug else f"{NAME}.toml"


def _is_ours(file: Path) -> bool:
    return file.stem == NAME or file.stem.startswith(f"{NAME}-")


def _slug(file: Path) -> str:
    return file.stem.removeprefix(NAME).removeprefix("-")


def _read(file: Path) -> Knowledge:
    try:
        return with_changes(default_knowledge(), file.read_bytes())
    except (KnowledgeError, OSError) as error:
        raise OwnWeightsError(f"{file.name}: {' '.join(str(error).split())}") from error
