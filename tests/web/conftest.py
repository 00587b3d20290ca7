"""A browser that is signed in."""

from collections.abc import Callable

import pytest
from flask.testing import FlaskClient
from sqlalchemy.orm import Session

from diagnoza.queries.campaigns import LibraryRow
from tests.factories import PASSWORD, make_user
from tests.web.pages import hidden

SignIn = Callable[..., FlaskClient]


@pytest.fixture
def sign_in(client: FlaskClient, session: Session) -> SignIn:
    """Sign in as a new member of a library."""

    def as_member(library: LibraryRow, role: str = "librarian") -> FlaskClient:
        token = hidden(client.get("/logowanie"), "csrf_token")
        form = {"email": make_user(session, library, role), "password": PASSWORD, "csrf_token": token}
        assert client.post("/logowanie", data=form).status_code == 302
        return client

    return as_member
