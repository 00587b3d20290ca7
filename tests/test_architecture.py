"""The rules of the house, read from the source with `ast`: imports run one way."""

import ast
from collections.abc import Iterator
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[1]
AUDIENCES = ("resident", "librarian", "coalition", "coordinator", "admin")
WEB = ("flask", "flask_babel", "flask_wtf", "flask_security", "flask_sqlalchemy", "flask_limiter", "werkzeug")
OUR_FILES = [path for folder in ("analysis", "diagnoza", "tests") for path in (ROOT / folder).rglob("*.py")]
MAY_HOLD_SQL = ("diagnoza.db", "diagnoza.queries")

FORBIDDEN = [
    ("analysis", ("diagnoza", "sqlalchemy", "wtforms", *WEB)),
    ("diagnoza.questionnaire", ("sqlalchemy", "diagnoza.services", *WEB)),
    ("diagnoza.texts", ("sqlalchemy", "diagnoza.db", "diagnoza.queries", "diagnoza.services", *WEB)),
    ("diagnoza.queries", ("pandas", "diagnoza.services", *WEB)),
    ("diagnoza.services", WEB),
    ("diagnoza.scanning", ("sqlalchemy", "diagnoza.db", "diagnoza.queries", "diagnoza.services", *WEB)),
    *[(f"diagnoza.{one}", tuple(f"diagnoza.{other}" for other in AUDIENCES if other != one)) for one in AUDIENCES],
]


def modules() -> Iterator[tuple[str, ast.Module]]:
    for package in ("analysis", "diagnoza"):
        for path in sorted((ROOT / package).rglob("*.py")):
            name = ".".join(path.relative_to(ROOT).with_suffix("").parts)
            if ".migrations" not in name:
                yield name.removesuffix(".__init__"), ast.parse(path.read_text("utf-8"))


def imports(tree: ast.Module) -> Iterator[str]:
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom) and node.module:
            yield from (f"{node.module}.{alias.name}" for alias in node.names)


def inside(name: str, package: str) -> bool:
    return name == package or name.startswith(package + ".")


def offences(package: str, banned: tuple[str, ...]) -> list[str]:
    return [
        f"{name} imports {imported}"
        for name, tree in modules()
        if inside(name, package)
        for imported in imports(tree)
        if any(inside(imported, one) for one in banned)
    ]


@pytest.mark.parametrize(("package", "banned"), FORBIDDEN, ids=[package for package, _ in FORBIDDEN])
def test_imports_run_one_way(package: str, banned: tuple[str, ...]) -> None:
    assert offences(package, banned) == []


def test_the_rule_sees_a_forbidden_import() -> None:
    assert offences("diagnoza.db", ("sqlalchemy",)) != []


@pytest.mark.parametrize("name", ["select", "update", "delete", "text", "func"])
def test_sql_lives_in_queries_and_db_only(name: str) -> None:
    outside = [
        module
        for module, tree in modules()
        if not any(inside(module, home) for home in MAY_HOLD_SQL) and f"sqlalchemy.{name}" in set(imports(tree))
    ]
    assert outside == []


def test_only_queries_may_look_across_libraries() -> None:
    users = {name for name, tree in modules() if "diagnoza.db.scope.ACROSS_LIBRARIES" in set(imports(tree))}
    assert users == {"diagnoza.queries.campaigns", "diagnoza.queries.health"}


def test_only_charts_import_matplotlib() -> None:
    users = {name for name, tree in modules() if any(inside(i, "matplotlib") for i in imports(tree))}
    assert {name for name in users if not inside(name, "analysis.charts")} == set()


@pytest.mark.parametrize("path", sorted(OUR_FILES), ids=lambda path: str(path.relative_to(ROOT)))
def test_modules_stay_short(path: Path) -> None:
    assert len(path.read_text("utf-8").splitlines()) <= 400


def test_create_app_stays_short() -> None:
    tree = ast.parse((ROOT / "diagnoza" / "__init__.py").read_text("utf-8"))
    create_app = next(node for node in tree.body if getattr(node, "name", "") == "create_app")
    assert create_app.end_lineno - create_app.lineno < 40
