"""The `diagnoza` command. Imports wait until a command needs them, so that help comes at once."""

import secrets
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

if TYPE_CHECKING:
    from sqlalchemy.orm import Session

    from diagnoza.queries.campaigns import CampaignRow

DAY = click.DateTime(["%Y-%m-%d"])


@click.group()
def main() -> None:
    """Diagnoza: from residents' answers to a proposal of cooperation."""


@contextmanager
def application() -> Iterator["Session"]:
    """The application's session; settings and the store are checked first, in one clear line."""
    from diagnoza import create_app
    from diagnoza.config import ConfigError
    from diagnoza.db import db

    try:
        app = create_app()
    except ConfigError as error:
        raise click.ClickException(str(error)) from error
    with app.app_context():
        yield db.session()


def migrated() -> None:
    """Bring the database to the newest version; safe to repeat and to run twice at once."""
    from flask_migrate import upgrade

    upgrade()


@main.command(epilog="Example: diagnoza migrate")
def migrate() -> None:
    """Create the database or bring it to the newest version."""
    with application():
        migrated()
    click.echo("The database is ready.")


@main.command(epilog="Example: diagnoza run --host 127.0.0.1 --port 5000")
@click.option("--host", default="127.0.0.1", show_default=True, help="Address to listen on.")
@click.option("--port", default=5000, show_default=True, help="Port to listen on.")
@click.option("--demo", "with_demo", is_flag=True, help="Add the fictional gmina first, as `diagnoza demo` does.")
def run(host: str, port: int, with_demo: bool) -> None:
    """Serve the application; the database is migrated first."""
    from diagnoza.serving import serve

    with application() as session:
        warn_of_what_is_off()
        told_of_own_weights()
        migrated()
        if with_demo:
            seeded(session)
        purged(session)
    click.echo(f"Diagnoza: http://{host}:{port}  (Ctrl+C ends it)")
    serve(host, port)


def warn_of_what_is_off() -> None:
    """Say which protections are switched off, so that a setting for a test is not forgotten."""
    from flask import current_app

    for setting in current_app.config["SETTINGS"].switched_off():
        click.echo(f"Warning: {setting} is set; it is for tests only.", err=True)


def told_of_own_weights() -> None:
    """Say which files of changed weights are in use, so that a misnamed one is noticed."""
    from flask import current_app

    from diagnoza import own_weights

    for line in own_weights.described(current_app.config["SETTINGS"].own_weights):
        click.echo(f"Own weights: {line}")


@main.command(epilog="Example: diagnoza demo")
def demo() -> None:
    """Add the fictional gmina with its sample answers; prints new passwords once, adds nothing twice."""
    with application() as session:
        migrated()
        seeded(session)


@main.command(epilog="Example: diagnoza purge")
def purge() -> None:
    """Erase what is kept for a time that is over; run it daily where the program is not started anew each day."""
    with application() as session:
        contacts, scans = purged(session)
        click.echo(f"Contacts erased: {contacts}")
        click.echo(f"Scanned pages erased: {scans}")


def purged(session: "Session") -> tuple[int, int]:
    """Erase what may not be kept any longer; how many contacts and scanned pages there were."""
    from diagnoza.clock import today
    from diagnoza.services import contacts, read_scans

    return contacts.purge(session, today()), read_scans.purge(session, today())


def seeded(session: "Session") -> None:
    """Add the demonstration when it is not there, and say its passwords."""
    from diagnoza.services.seed_demo import seed

    for email, password in seed(session, password_hash).items():
        click.echo(f"Sign in at /logowanie: {email}  password: {password}  (shown only now)")


def password_hash(password: str) -> str:
    """The hash that Flask-Security will accept."""
    from flask_security import hash_password

    return str(hash_password(password))


@main.command(
    "create-library", epilog="Example: diagnoza create-library --slug wiazowo --name 'Biblioteka' --gmina Wiązowo"
)
@click.option("--slug", required=True, help="Short name: small letters, digits, hyphens.")
@click.option("--name", required=True, help="Name of the library.")
@click.option("--gmina", required=True, help="Name of the gmina.")
@click.option("--inhabitants", type=click.IntRange(1), help="Number of inhabitants.")
@click.option("--contact", default="", help="How residents reach the library.")
def create_library(**facts: Any) -> None:
    """Add a library."""
    from diagnoza.services.errors import SlugTaken
    from diagnoza.services.run_campaign import NewLibrary, add_library

    with application() as session:
        try:
            add_library(session, NewLibrary(**facts))
        except SlugTaken as error:
            raise click.ClickException(f"--slug: {error} is in use; choose another") from error
    click.echo(f"Library {facts['slug']} added.")


@main.command("create-user", epilog="Example: diagnoza create-user --email anna@example.org --library wiazowo")
@click.option("--email", required=True, help="Address used to sign in.")
@click.option("--library", required=True, help="Short name of the library.")
@click.option("--role", type=click.Choice(["librarian", "coalition"]), default="librarian", show_default=True)
def create_user(email: str, library: str, role: str) -> None:
    """Add an account; its random password is printed once."""
    from diagnoza.services import accounts
    from diagnoza.services.errors import EmailTaken

    password = secrets.token_urlsafe(12)
    with application() as session:
        try:
            accounts.create(session, email, password_hash(password), _library(session, library), role)
        except EmailTaken as error:
            raise click.ClickException(f"--email: there is an account {error} already") from error
    click.echo(f"Sign in at /logowanie: {email}  password: {password}  (shown only now)")


def _library(session: "Session", slug: str) -> Any:
    from diagnoza.queries import campaigns

    found = campaigns.library_by_slug(session, slug)
    if found is None:
        raise click.ClickException(f"--library: no library {slug!r}; add it with create-library")
    return found


@main.command(
    "create-campaign",
    epilog="Example: diagnoza create-campaign --library wiazowo --slug wiazowo-2026 --title 'Czego tu brakuje?' "
    "--questionnaire krotka --opens 2026-11-01 --closes 2026-12-15",
)
@click.option("--library", required=True, help="Short name of the library.")
@click.option("--slug", required=True, help="Address of the survey: /a/SLUG.")
@click.option("--title", required=True, help="Title that residents see.")
@click.option("--questionnaire", required=True, help="Key of a ready questionnaire, or a TOML file.")
@click.option("--opens", type=DAY, required=True, help="First day.")
@click.option("--closes", type=DAY, required=True, help="Last day.")
def create_campaign(library: str, questionnaire: str, opens: datetime, closes: datetime, **names: str) -> None:
    """Start a campaign from a ready questionnaire or from a file."""
    from diagnoza.clock import now
    from diagnoza.db import scope
    from diagnoza.services.errors import SlugTaken
    from diagnoza.services.run_campaign import NewCampaign, start

    new = NewCampaign(opens_on=opens.date(), closes_on=closes.date(), **names)
    with application() as session:
        scope.enter(session, _library(session, library).id)
        try:
            start(session, new, _questionnaire(questionnaire), now())
        except SlugTaken as error:
            raise click.ClickException(f"--slug: {error} is in use; choose another") from error
    click.echo(f"Campaign {new.slug} is at /a/{new.slug}")


def _questionnaire(name: str) -> Any:
    from diagnoza.questionnaire.definition import QuestionnaireError
    from diagnoza.questionnaire.parsing import library, load

    ready = library()
    if name in ready:
        return ready[name]
    try:
        return load(Path(name))
    except (OSError, QuestionnaireError) as error:
        allowed = ", ".join(ready)
        raise click.ClickException(f"--questionnaire: {error}. Allowed: {allowed}, or a TOML file") from error


@main.command(
    "import-responses",
    epilog="Example: diagnoza import-responses answers.csv --campaign wiazowo-2026 --map map.toml --dry-run",
)
@click.argument("file", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@click.option("--campaign", "slug", required=True, help="Address of the campaign.")
@click.option(
    "--map",
    "map_file",
    type=click.Path(exists=True, dir_okay=False, path_type=Path),
    help="How the file's columns answer the questions; not needed for a file that Diagnoza exported.",
)
@click.option("--dry-run", is_flag=True, help="Only check; store nothing.")
def import_responses(file: Path, slug: str, map_file: Path | None, dry_run: bool) -> None:
    """Add responses from a CSV file: all of them, or none when a row is refused."""
    from diagnoza.cli_import import import_file

    with application() as session:
        sys.exit(import_file(session, _campaign(session, slug), file, map_file, dry_run))


def _campaign(session: "Session", slug: str) -> "CampaignRow":
    from diagnoza.db import scope
    from diagnoza.queries import campaigns

    place = campaigns.address(session, slug)
    if place is None:
        raise click.ClickException(f"--campaign: no campaign at /a/{slug}; add it with create-campaign")
    scope.enter(session, place.library_id)
    found = campaigns.get(session, place.campaign_id)
    if found is None:
        raise click.ClickException(f"--campaign: {slug} cannot be read")
    return found


@main.command(epilog="Example: diagnoza export --campaign wiazowo-2026 --out answers.csv")
@click.option("--campaign", "slug", required=True, help="Address of the campaign.")
@click.option("--out", type=click.Path(dir_okay=False, path_type=Path), required=True, help="CSV file to write.")
def export(slug: str, out: Path) -> None:
    """Write every response as CSV, with the codebook beside it."""
    from diagnoza.services.export_responses import write_codebook, write_responses

    codebook = out.with_suffix(".codebook.toml")
    with application() as session:
        campaign = _campaign(session, slug)
        with out.open("w", encoding="utf-8", newline="") as file:
            rows = write_responses(session, campaign, file)
        codebook.write_text(write_codebook(campaign), encoding="utf-8")
    click.echo(f"{rows} responses in {out}, codebook in {codebook}")


@main.command(
    "flask",
    context_settings={"ignore_unknown_options": True},
    add_help_option=False,
    epilog="Example: diagnoza flask routes",
)
@click.argument("arguments", nargs=-1, type=click.UNPROCESSED)
def flask_commands(arguments: tuple[str, ...]) -> None:
    """Flask's own commands (routes, shell, db)."""
    from flask.cli import FlaskGroup

    from diagnoza import create_app

    FlaskGroup(create_app=lambda: create_app()).main(list(arguments), prog_name="diagnoza flask")


@main.command(epilog="Example: diagnoza casebook cases.json --json result.json")
@click.argument("source", metavar="CASES.json")
@click.option("--json", "out", default="-", show_default=True, metavar="OUT", help="File to write to; - is the screen.")
def casebook(source: str, out: str) -> None:
    """How recommendations agree with a list of known cases, next to plainer guesses."""
    from analysis.__main__ import main as run_analysis

    sys.exit(run_analysis(["casebook", source, "--json", out]))
