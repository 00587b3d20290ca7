"""A library's texts: each change is a version, none is lost, a campaign begins with one."""

import pytest
from sqlalchemy.orm import Session

from diagnoza.clock import today
from diagnoza.queries import library_texts as stored
from diagnoza.queries.campaigns import LibraryRow, library_by_slug
from diagnoza.services import library_texts
from diagnoza.services.errors import NotFound, TextChanged
from diagnoza.texts.kinds import CONTACT, INFORMATION, Content, ready_texts
from tests.factories import make_campaign, make_library


def content(words: str) -> Content:
    return Content({"administrator": "Biblioteka"}, {"pl": words})


def save(session: Session, library: LibraryRow, words: str, begun_from: int) -> int:
    return library_texts.save(session, library, INFORMATION, content(words), begun_from, today())


def newest(session: Session, library: LibraryRow) -> int:
    session.rollback()
    found = library_by_slug(session, library.slug)
    assert found is not None
    return found.information_version


def test_a_new_library_shows_the_ready_text(session: Session) -> None:
    library = make_library(session, contact="tel. 1")
    version = library_texts.current(session, library, INFORMATION)
    assert (version.number, version.saved_on) == (0, None)
    assert version.content.texts == ready_texts(INFORMATION)
    assert version.content.facts == {"administrator": library.name, "kontakt": "tel. 1", "iod": ""}


def test_the_first_campaign_keeps_the_ready_text_as_version_1(session: Session) -> None:
    campaign = make_campaign(session)
    make_campaign(session)
    (kept,) = stored.history(session, INFORMATION)
    assert (kept.number, kept.saved_on, kept.content.texts) == (1, today(), ready_texts(INFORMATION))
    assert newest(session, campaign.library) == 1


def test_each_saved_change_is_a_version_after_the_ready_text(session: Session) -> None:
    library = make_library(session)
    assert [save(session, library, words, number) for number, words in enumerate("abc", 1)] == [2, 3, 4]
    found = stored.history(session, INFORMATION)
    assert [version.content.texts["pl"] for version in found[:3]] == ["c", "b", "a"]
    assert (found[3].number, found[3].content.texts) == (1, ready_texts(INFORMATION))
    assert newest(session, library) == 4


def test_saving_the_same_again_makes_no_version(session: Session) -> None:
    library = make_library(session)
    assert [save(session, library, "a", 0), save(session, library, "a", 0)] == [2, 2]
    assert len(stored.history(session, INFORMATION)) == 2


def test_two_librarians_do_not_overwrite_each_other(session: Session) -> None:
    library = make_library(session)
    save(session, library, "moja", 0)
    with pytest.raises(TextChanged, match="2"):
        save(session, library, "twoja", 0)
    assert library_texts.current(session, library, INFORMATION).content == content("moja")


def test_an_earlier_version_comes_back_as_a_new_one(session: Session) -> None:
    library = make_library(session)
    for number, words in enumerate(("stara", "nowa"), 1):
        save(session, library, words, number)
    assert library_texts.bring_back(session, library, INFORMATION, 2, today()) == 4
    assert library_texts.current(session, library, INFORMATION).content == content("stara")


def test_texts_of_one_kind_do_not_move_those_of_another(session: Session) -> None:
    library = make_library(session)
    save(session, library, "informacja", 0)
    assert library_texts.current(session, library, CONTACT).number == 0
    assert library_texts.current(session, library, CONTACT).content.facts["administrator"] == "Biblioteka"
    library_texts.save(session, library, CONTACT, content("kontakt"), 0, today())
    assert newest(session, library) == 2


def test_a_version_that_is_not_there_cannot_come_back(session: Session) -> None:
    with pytest.raises(NotFound):
        library_texts.bring_back(session, make_library(session), INFORMATION, 7, today())


def test_libraries_have_texts_of_their_own(session: Session) -> None:
    save(session, make_library(session), "cudza", 0)
    library = make_library(session)
    assert library_texts.current(session, library, INFORMATION).number == 0
    assert stored.history(session, INFORMATION) == []
