"""Changed weights in the instance folder are checked at start and used for the libraries that they are for."""

from pathlib import Path

import pytest
from sqlalchemy.orm import Session

from diagnoza import own_weights
from diagnoza.clock import today
from diagnoza.config import ConfigError, load
from diagnoza.services.recommend import propose, save_readiness
from tests.conftest import make_app
from tests.factories import add_responses, fresh, make_campaign

CHANGE = """[[changes]]
criterion = "horizon"
level = "long_tried"
weights = {{ event = {weight} }}
reason = "Tak ustalono."
by = "Koalicja"
on = 2026-03-15
"""


def kept(folder: Path, **weights: float) -> Path:
    for name, weight in weights.items():
        file = folder / f"{name.replace('_', '-')}.toml"
        file.write_text(CHANGE.format(weight=weight), encoding="utf-8")
    return folder


def weight(slug: str, folder: Path) -> float:
    with make_app(folder).app_context():
        level = own_weights.of_library(slug).criterion("horizon").levels[-1]
    return level.weights["event"]


def test_without_files_the_weights_are_the_built_in_ones(tmp_path: Path) -> None:
    assert weight("wiazowo", tmp_path) == -1.0


def test_a_library_uses_its_own_file_and_the_others_that_of_the_installation(tmp_path: Path) -> None:
    kept(tmp_path, wagi=1.0, wagi_wiazowo=2.0)
    assert [weight(slug, tmp_path) for slug in ("wiazowo", "inna")] == [2.0, 1.0]


def test_a_file_for_one_library_is_for_that_one_only(tmp_path: Path) -> None:
    kept(tmp_path, wagi_wiazowo=2.0)
    assert [weight(slug, tmp_path) for slug in ("wiazowo", "inna")] == [2.0, -1.0]


def test_a_wrong_file_ends_the_start_with_one_line(tmp_path: Path) -> None:
    kept(tmp_path, wagi_wiazowo=9.0)
    with pytest.raises(ConfigError) as refused:
        load({"DIAGNOZA_INSTANCE": str(tmp_path)})
    assert str(refused.value).startswith("wagi-wiazowo.toml: changes[1].weights.event: 9.0 found; allowed: ")
    assert "\n" not in str(refused.value)


def test_the_start_names_the_files_in_use(tmp_path: Path) -> None:
    settings = load({"DIAGNOZA_INSTANCE": str(kept(tmp_path, wagi=1.0, wagi_wiazowo=2.0))})
    lines = own_weights.described(settings.own_weights)
    assert sorted(lines) == ["wagi-wiazowo.toml: 1 changed weights", "wagi.toml: 1 changed weights"]


def test_a_proposal_with_own_weights_is_another_one(session: Session, tmp_path: Path) -> None:
    campaign = make_campaign(session)
    add_responses(session, campaign, [{"lack": {"care": "2"}}] * 60)
    save_readiness(session, campaign, {"horizon": "long"}, today())
    known = own_weights.read(kept(tmp_path, wagi=3.0))[own_weights.EVERYBODY]
    usual, own = (propose(session, fresh(session, campaign), each).recommendation for each in (None, known))
    assert own.probabilities["event"] > usual.probabilities["event"]
    assert (usual.changed_weights, own.changed_weights) == ((), known.changes)
    assert propose(session, fresh(session, campaign)).recommendation == usual
