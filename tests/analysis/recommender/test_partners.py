import pytest
from hypothesis import given
from hypothesis import strategies as st

from analysis.recommender.partners import invitations, sectors
from analysis.vocabulary import CooperationType, Sector
from tests.analysis.recommender.build import KNOWN, MANY_MATTERS, ONE_MATTER, PLAIN, situation

EVENT, PROJECT, THEMATIC, STRATEGIC = CooperationType


def invited(proposed=THEMATIC, **facts):
    return invitations(situation(**facts), proposed, KNOWN)


def test_those_who_can_give_most_to_the_matter_come_first():
    first = {invitation.subsector for invitation in invited(area_shares={"care": 0.6})[:4]}
    assert first == {"gops", "przedszkole", "rada_rodzicow", "urzad_gminy"}


def test_a_score_adds_up_offers_by_priority_and_share():
    found = {item.subsector: item for item in invited(PROJECT, area_shares={"care": 0.5, "health": 0.4})}
    points = KNOWN.settings["partners"]["offer"]
    assert found["gops"].score == pytest.approx(points[0] + points[1] * 0.4 / 0.5)


def test_an_invitation_says_what_each_gives_to_which_matter():
    gops = next(item for item in invited(area_shares={"care": 0.6}) if item.subsector == "gops")
    (given_to,) = gops.gives
    assert (given_to.area, given_to.priority) == ("care", 1)
    assert set(given_to.gives) == {"knowledge", "mandate", "reach"}


def test_specialists_know_the_field_and_are_invited_first():
    found = {item.subsector: item.specialist for item in invited(area_shares={"health": 0.6})}
    assert found["poz"]
    assert not found["kgw"]


def test_the_group_concerned_always_has_a_seat():
    for group, seats in KNOWN.groups.items():
        for shares in (ONE_MATTER, MANY_MATTERS):
            found = invited(area_shares=shares, specific_group=group)
            assert {item.subsector for item in found if item.for_group == group} == set(seats)


def test_who_speaks_for_the_group_is_among_the_first_eight():
    found = [item.subsector for item in invited(area_shares=ONE_MATTER, specific_group="newcomers")[:8]]
    assert "nowi_mieszkancy" in found


def test_an_unmapped_area_yields_no_partners():
    own = {"taxonomy_areas": {"roads": None}, "area_shares": {"roads": 0.7}}
    assert all(not item.gives for item in invited(**own))


def test_an_own_area_is_served_like_the_built_in_one():
    own = {"taxonomy_areas": {"tots": "care"}, "area_shares": {"tots": 0.6}}
    built_in = [item.subsector for item in invited(area_shares={"care": 0.6})]
    assert [item.subsector for item in invited(**own)] == built_in
    assert {given_to.area for item in invited(**own) for given_to in item.gives} == {"tots"}


def test_without_a_type_there_are_no_usual_seats():
    assert invitations(situation(), None, KNOWN) == ()
    assert [item.subsector for item in invited(STRATEGIC)] == sorted(KNOWN.types[STRATEGIC].seats)


def test_placements_by_our_decision_carry_their_flag():
    flags = {item.subsector: item.flag for item in invited(area_shares=ONE_MATTER)}
    assert flags["gops"] == "extends_seed"


@given(PLAIN, st.sampled_from(CooperationType))
def test_invitations_are_ordered_and_named_once(plain, proposed):
    found = invited(proposed, **plain)
    assert [item.score for item in found] == sorted((item.score for item in found), reverse=True)
    assert len({item.subsector for item in found}) == len(found)


def advice(proposed, **facts):
    found = sectors(situation(**facts), proposed, invited(proposed, **facts))
    return {item.sector: item for item in found}


def test_all_five_sectors_are_weighed_and_a_strategic_partnership_requires_them():
    assert set(advice(THEMATIC)) == set(Sector)
    assert all(item.required for item in advice(STRATEGIC, area_shares=MANY_MATTERS).values())
    assert not any(item.required for item in advice(PROJECT, area_shares=MANY_MATTERS).values())


def test_every_sector_of_a_strategic_partnership_has_a_reason():
    for item in advice(STRATEGIC, area_shares=MANY_MATTERS).values():
        assert "sector_required" in [reason.code for reason in item.reasons]


def test_who_is_already_there_is_told_from_who_is_not_and_from_unknown():
    assert advice(EVENT)["ngo"].present is None
    found = advice(EVENT, partner_sectors=["ngo"])
    assert (found["ngo"].present, found["gmina"].present) == (True, False)
    assert "sector_present" in [reason.code for reason in found["ngo"].reasons]


def test_sectors_are_ranked_by_their_invitations():
    found = sectors(situation(area_shares=ONE_MATTER), THEMATIC, invited(area_shares=ONE_MATTER))
    totals = {sector: 0.0 for sector in Sector}
    for item in invited(area_shares=ONE_MATTER):
        totals[item.sector] += item.score
    assert [item.score for item in found] == sorted(totals.values(), reverse=True)
    assert all(item.score == pytest.approx(totals[item.sector]) for item in found)
