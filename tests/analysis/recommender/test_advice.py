import pytest

from analysis.recommender.advice import ask_first, library_role, warnings, who_can_act
from analysis.recommender.facts import facts_of
from analysis.vocabulary import CooperationType
from tests.analysis.recommender.build import KNOWN, MANY_MATTERS, ONE_MATTER, situation

EVENT, PROJECT, THEMATIC, STRATEGIC = CooperationType


def waiting(**facts):
    return [caution.key for caution in ask_first(facts_of(situation(**facts), KNOWN), KNOWN)]


def cautions(kind, **facts):
    found = situation(**facts)
    return {caution.key: caution for caution in warnings(facts_of(found, KNOWN), found, kind, KNOWN)}


def role(**facts):
    return library_role(facts_of(situation(**facts), KNOWN), KNOWN)


@pytest.mark.parametrize(
    ("facts", "expected"),
    [
        ({}, ["unknown_needs"]),
        ({"sample_quality": "none"}, ["withheld"]),
        ({"sample_quality": "small", "n_high_needs": 2}, ["small_sample"]),
        ({"sample_quality": "skewed", "n_high_needs": 2}, ["one_sided"]),
        ({"n_high_needs": 0}, ["no_clear_need"]),
        ({"sample_quality": "ok", "area_shares": ONE_MATTER}, []),
    ],
)
def test_when_to_ask_first(facts, expected):
    assert waiting(**facts) == expected


def test_an_event_ends_with_a_summary_meeting_and_a_project_begins_with_a_declaration():
    assert "summary_meeting" in cautions(EVENT)
    assert "declaration" in cautions(PROJECT)
    assert not {"summary_meeting", "declaration"} & set(cautions(THEMATIC))


def test_a_missing_specialist_is_a_warning_of_a_theme():
    missing = {"specialist_needed": True, "specialist_at_hand": False}
    assert "no_specialist" in cautions(THEMATIC, **missing)
    assert "no_specialist" not in cautions(PROJECT, **missing)


def test_an_unknown_specialist_is_to_be_looked_for():
    assert "find_specialist" in cautions(THEMATIC)
    assert "find_specialist" not in cautions(THEMATIC, specialist_needed=False)


def test_empty_chairs_are_named():
    caution = cautions(STRATEGIC, partner_sectors=["gmina", "ngo"])["empty_chairs"]
    assert caution.message.values["missing_sectors"] == ("edu_culture", "business", "residents")


def test_areas_without_partners_are_named():
    own = {"taxonomy_areas": {"roads": None}, "area_shares": {"roads": 0.7}}
    assert cautions(EVENT, **own)["unmapped"].message.values["unmapped"] == ("roads",)


def test_an_unsure_order_and_an_open_sample_are_said():
    found = cautions(EVENT, possible_first=["care", "sport"], sample="open")
    assert {"order_unsure", "volunteers"} <= set(found)
    assert not {"order_unsure", "volunteers"} & set(cautions(EVENT, possible_first=["care"], sample="probability"))


def test_a_sensitive_matter_is_said():
    assert "sensitive" in cautions(EVENT, area_shares={"inclusion": 0.5})
    assert "sensitive" not in cautions(EVENT, area_shares={"sport": 0.5})


def test_while_no_type_is_chosen_only_general_cautions_are_given():
    assert set(cautions(None, sample="open", existing_partners=1)) == {"volunteers"}


@pytest.mark.parametrize(
    ("facts", "expected", "reason"),
    [
        ({}, "leads", "nobody_else"),
        ({"coordinator": "library"}, "leads", "library_coordinates"),
        ({"coordinator": "partner"}, "joins", "partner_coordinates"),
        ({"coordinator": "shared"}, "co_leads", "shared"),
        ({"library_capacity": "low", "existing_partners": 2}, "co_leads", "little_time"),
        ({"library_capacity": "low", "existing_partners": 0}, "leads", "nobody_else"),
        ({"need_outside_library_mandate": True}, "co_leads", "outside"),
    ],
)
def test_the_library_need_not_lead(facts, expected, reason):
    found = role(**facts)
    assert found.role == expected
    assert found.reasons[0].key == reason


def test_every_rule_for_the_same_role_is_a_reason():
    found = role(coordinator="shared", library_capacity="low", existing_partners=3)
    assert [reason.key for reason in found.reasons] == ["shared", "little_time"]


def test_who_can_act_on_each_matter():
    found = {item.area: item for item in who_can_act(situation(area_shares=MANY_MATTERS | {"places": 0.6}), KNOWN)}
    assert (found["culture"].who, found["health"].who, found["places"].who) == ("ourselves", "together", "elsewhere")
    assert found["places"].decided_by == ("urzad_gminy", "powiat", "zarzad_drog")
    assert "nfz" in found["health"].decided_by


def test_an_unmapped_area_is_acted_on_by_nobody_we_know():
    assert who_can_act(situation(taxonomy_areas={"roads": None}, area_shares={"roads": 0.7}), KNOWN) == ()


def test_a_library_that_coordinates_gives_no_second_reason():
    assert [reason.key for reason in role(coordinator="library").reasons] == ["library_coordinates"]
    assert [reason.key for reason in role().reasons] == ["nobody_else"]


def test_where_somebody_else_decides_the_library_does_not_lead_alone():
    found = role(area_shares={"places": 0.6})
    assert (found.role, found.reasons[0].key) == ("co_leads", "others_decide")
    assert role(area_shares={"places": 0.6}, coordinator="library").role == "leads"


@pytest.mark.parametrize("existing", ["area", "coalition"])
def test_what_exists_is_joined_not_founded_anew(existing):
    known = {"existing_partnership": existing}
    assert f"join_{existing}" in cautions(EVENT, **known)
    assert role(**known).role == "joins"


def test_an_unsure_number_of_high_needs_is_said():
    said = cautions(EVENT, high_needs_range=[1, 4])["number_unsure"].message.values
    assert (said["surely"], said["possibly"]) == ("1", "4")
    assert "number_unsure" not in cautions(EVENT, high_needs_range=[2, 2])


def test_a_need_of_one_place_is_named_with_it():
    found = cautions(EVENT, area_shares={"care": 0.6}, seen_only_in={"care": "Laski"})["one_sided_need"]
    assert [part.values for part in found.message.values["one_sided"]] == [{"area": "care", "part": "Laski"}]
