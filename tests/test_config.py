"""Nothing is required; what cannot be used is refused in one clear line."""

from pathlib import Path

import pytest

from diagnoza.config import ConfigError, load


def settings(folder: Path, **environ: str) -> object:
    return load({"DIAGNOZA_INSTANCE": str(folder), **environ})


def test_the_first_start_makes_a_secret_and_the_second_keeps_it(tmp_path: Path) -> None:
    first = settings(tmp_path)
    assert len(first.secret_key) >= 32
    assert settings(tmp_path) == first


def test_the_secret_is_for_its_owner_only(tmp_path: Path) -> None:
    settings(tmp_path)
    assert (tmp_path / "secret_key").stat().st_mode & 0o777 == 0o600


def test_everything_lives_in_the_instance_folder(tmp_path: Path) -> None:
    assert settings(tmp_path).database_url == f"sqlite:///{tmp_path}/diagnoza.sqlite"


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("DIAGNOZA_SECRET_KEY", "short"),
        ("DIAGNOZA_DATABASE_URL", "mysql://host/base"),
        ("DIAGNOZA_BASE_URL", "diagnoza.example.org"),
        ("DIAGNOZA_RATELIMIT", "maybe"),
        ("DIAGNOZA_MIN_FILL_SECONDS", "-1"),
        ("DIAGNOZA_MIN_FILL_SECONDS", "61"),
        ("DIAGNOZA_MIN_FILL_SECONDS", "nan"),
        ("DIAGNOZA_MIN_FILL_SECONDS", "soon"),
    ],
)
def test_a_setting_that_cannot_be_used_is_named(tmp_path: Path, name: str, value: str) -> None:
    with pytest.raises(ConfigError, match=name):
        settings(tmp_path, **{name: value})


def test_the_message_does_not_repeat_a_secret(tmp_path: Path) -> None:
    with pytest.raises(ConfigError) as error:
        settings(tmp_path, DIAGNOZA_SECRET_KEY="my-little-secret")
    assert "my-little-secret" not in str(error.value)


def test_what_is_switched_off_is_named(tmp_path: Path) -> None:
    assert settings(tmp_path).switched_off() == ()
    off = settings(tmp_path, DIAGNOZA_RATELIMIT="off", DIAGNOZA_MIN_FILL_SECONDS="0")
    assert off.switched_off() == ("DIAGNOZA_RATELIMIT=off", "DIAGNOZA_MIN_FILL_SECONDS=0")
