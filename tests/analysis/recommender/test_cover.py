"""The smallest table: enough, the least that is enough, and never worse with one partner more."""

from itertools import combinations, product

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from analysis.recommender.cover import Requirement, Table, requirements, table
from analysis.recommender.partners import AnyType, points
from analysis.recommender.register import Institution, the_library
from analysis.vocabulary import CooperationType, Sector
from tests.analysis.recommender.build import KNOWN, ONE_MATTER, PLAIN, situation
from tests.examples import MANY

TYPES = st.sampled_from([None, *CooperationType])
INSTITUTIONS = st.builds(
    Institution,
    name=st.text("abcdef", min_size=1, max_size=3),
    subsectors=st.lists(st.sampled_from(sorted(KNOWN.subsectors)), min_size=1, max_size=3, unique=True).map(tuple),
    load=st.integers(1, 5),
    present=st.booleans(),
)
REGISTERS = st.lists(INSTITUTIONS, max_size=5, unique_by=lambda each: each.name)
CARE = situation(area_shares=ONE_MATTER)
PEOPLE_OF = {
    group: {seat for seat in seats if KNOWN.subsectors[seat].sector == Sector.RESIDENTS}
    for group, seats in KNOWN.groups.items()
}
NEEDY = st.fixed_dictionaries(
    {
        "area_shares": st.dictionaries(
            st.sampled_from(sorted(KNOWN.areas)), st.sampled_from([0.3, 0.5, 0.7]), min_size=1
        )
    },
    optional={"specific_group": st.sampled_from(sorted(KNOWN.groups))},
)
"""Situations with some needs, and perhaps a group."""


ROOMS = {offer.subsector for offer in KNOWN.offers.values() if "premises" in offer.gives and offer.priority < 3}
LIBRARY_ITSELF = the_library(KNOWN)


def library_brings(need: Requirement) -> bool:
    """A room, hands, reach, and knowledge of its usual fields; never a place that is itself the matter."""
    if need.kind == "contribution":
        usual = KNOWN.areas[need.area or ""].usual_field is True
        return need.what in ("people", "reach") or (usual and need.what == "knowledge")
    return need.kind == "room"


def brings(institution: Institution, need: Requirement) -> bool:
    """The plain way, for areas of the built-in list."""
    if institution == LIBRARY_ITSELF:
        return library_brings(need)
    return any(hat_brings(hat, need, 3 if institution.known else 2) for hat in institution.subsectors)


def hat_brings(hat: str, need: Requirement, last: int) -> bool:
    """A known partner brings what offers up to the third priority give, a kind still to be found up to the second."""
    offer = KNOWN.offers.get((need.area or "", hat))
    given = offer.gives if offer is not None and offer.priority <= last else ()
    return {
        "sector": KNOWN.subsectors[hat].sector == need.what,
        "group": hat in PEOPLE_OF.get(need.what, ()),
        "room": hat in ROOMS,
        "decision": need.area is not None and hat in KNOWN.areas[need.area].decided_by,
        "contribution": need.what in (*given, *KNOWN.everywhere.get(hat, ())),
        "specialist": offer is not None and offer.priority == 1 and "knowledge" in offer.gives,
    }[need.kind]


@MANY
@given(plain=PLAIN, kind=TYPES, register=REGISTERS)
@example({"area_shares": {"care": 0.0, "community": 5e-85}, "n_high_needs": 2}, None, [])
def test_everybody_brings_what_the_table_says_and_keeps_within_their_load(
    plain: dict[str, object], kind: AnyType, register: list[Institution]
) -> None:
    needs = requirements(situation(**plain), kind, KNOWN)
    found = table(situation(**plain), kind, KNOWN, register)
    carried = [need for seat in found.seats for need in seat.carries]
    assert sorted(map(str, [*carried, *found.unmet, *found.there])) == sorted(map(str, needs))
    for seat in found.seats:
        assert all(brings(seat.institution, need) for need in seat.carries)
        assert len(seat.carries) <= seat.institution.load
        assert all(brings(other, need) for other in seat.instead for need in seat.carries)
    assert {each for each in register if each.present} <= {seat.institution for seat in found.seats}


@MANY
@given(plain=NEEDY, kind=TYPES, register=REGISTERS, extra=INSTITUTIONS)
@example({"area_shares": {"safety": 0.59}}, CooperationType.EVENT, [], Institution("p", ("osp",), 1))
def test_one_partner_more_never_reduces_coverage(
    plain: dict[str, object], kind: AnyType, register: list[Institution], extra: Institution
) -> None:
    before = table(situation(**plain), kind, KNOWN, register)
    after = table(situation(**plain), kind, KNOWN, [*register, extra])
    assert after.coverage >= before.coverage
    assert len(after.unmet) <= len(before.unmet)


@MANY
@given(
    shares=st.dictionaries(st.sampled_from(sorted(KNOWN.areas)), st.sampled_from([0.3, 0.5]), min_size=1, max_size=3),
    kind=TYPES,
    register=REGISTERS,
)
def test_the_order_of_areas_and_of_the_register_does_not_matter(
    shares: dict[str, float], kind: AnyType, register: list[Institution]
) -> None:
    found = table(situation(area_shares=shares), kind, KNOWN, register)
    other = table(situation(area_shares=dict(reversed(shares.items()))), kind, KNOWN, register[::-1])
    assert {seat.institution for seat in found.seats} == {seat.institution for seat in other.seats}
    assert found.coverage == other.coverage


def fewest_chairs(needs: tuple[Requirement, ...], people: list[Institution]) -> tuple[int, int]:
    """The least number of unmet needs, then of chairs besides the first person's, over all ways to share needs out."""
    best = (len(needs), 0)
    for choice in product([None, *range(len(people))], repeat=len(needs)):
        pairs = [(need, people[place]) for need, place in zip(needs, choice, strict=True) if place is not None]
        loads = [choice.count(place) <= each.load for place, each in enumerate(people)]
        if all(loads) and all(brings(each, need) for need, each in pairs):
            best = min(best, (choice.count(None), len({place for place in choice if place})))
    return best


KINDS_OF_CARE = sorted(key for area, key in KNOWN.offers if area == "care")


@settings(max_examples=25, deadline=None)
@given(
    people=st.lists(
        st.builds(
            Institution,
            name=st.sampled_from("abcd"),
            subsectors=st.lists(st.sampled_from(KINDS_OF_CARE), min_size=1, max_size=2, unique=True).map(tuple),
            load=st.integers(1, 3),
        ),
        min_size=1,
        max_size=3,
        unique_by=lambda each: each.name,
    )
)
def test_no_smaller_table_is_enough_by_brute_force(people: list[Institution]) -> None:
    needs = requirements(CARE, None, KNOWN)
    found = table(CARE, None, KNOWN, people)
    known = [seat for seat in found.seats if not seat.empty]
    met = sum(len(seat.carries) for seat in known)
    best, others = fewest_chairs(needs, [LIBRARY_ITSELF, *people])
    assert (len(needs) - met, len(known) - 1) == (best, others)


def test_several_hats_are_one_chair_and_one_load() -> None:
    lider = Institution("Anna", ("gops", "szkola", "kgw"), load=2)
    found = table(CARE, None, KNOWN, [lider])
    (seat,) = [seat for seat in found.seats if seat.institution.name]
    assert (seat.institution, len(seat.carries)) == (lider, 2)


def test_a_thematic_table_has_a_specialist_and_a_strategic_one_all_sectors() -> None:
    thematic = requirements(CARE, CooperationType.THEMATIC, KNOWN)
    assert Requirement("specialist", "knowledge", "care") in thematic
    assert Requirement("specialist", "knowledge", "care") not in requirements(CARE, CooperationType.EVENT, KNOWN)
    strategic = table(CARE, CooperationType.STRATEGIC, KNOWN)
    sectors = {need.what for seat in strategic.seats for need in seat.carries if need.kind == "sector"}
    assert sectors == {"gmina", "edu_culture", "ngo", "business", "residents"}


@pytest.mark.parametrize("group", sorted(set(KNOWN.groups) - {"everyone"}))
def test_people_of_the_group_concerned_always_have_a_seat(group: str) -> None:
    speaks_for_it = [Institution("Anna", (hat,)) for hat in KNOWN.groups[group] if hat not in PEOPLE_OF[group]]
    found = table(situation(area_shares=ONE_MATTER, specific_group=group), None, KNOWN, speaks_for_it)
    (seat,) = [seat for seat in found.seats if Requirement("group", group) in seat.carries]
    assert set(seat.institution.subsectors) & PEOPLE_OF[group]


def test_a_sector_whose_partners_are_ready_to_come_needs_no_chair_of_its_own() -> None:
    ready = situation(area_shares=ONE_MATTER, partner_sectors=["business"])
    found, without = (table(each, CooperationType.STRATEGIC, KNOWN) for each in (ready, CARE))
    assert found.there == (Requirement("sector", "business"),)
    assert all(need.what != "business" for seat in found.seats for need in seat.carries)
    assert found.coverage > without.coverage


def test_a_person_with_little_time_does_not_take_the_place_of_their_kind() -> None:
    safety = situation(area_shares={"safety": 0.59})
    busy = Institution("Jan", ("osp",), load=1)
    assert table(safety, None, KNOWN, [busy]).unmet == table(safety, None, KNOWN).unmet == ()


def test_the_solver_writes_nothing_of_its_own(capfd: pytest.CaptureFixture[str]) -> None:
    noisy = {"health": 0.51, "environment": 0.59, "safety": 0.61}
    for kind in (None, *CooperationType):
        table(situation(area_shares=noisy, specific_group="carers"), kind, KNOWN)
    assert capfd.readouterr() == ("", "")


def test_without_a_register_every_chair_but_the_librarys_is_still_to_be_filled() -> None:
    found = table(CARE, None, KNOWN)
    (library,) = [seat for seat in found.seats if not seat.empty]
    needs = requirements(CARE, None, KNOWN)
    assert (library.institution, found.unmet) == (LIBRARY_ITSELF, ())
    assert found.coverage == len(library.carries) / len(needs) == sum(map(library_brings, needs)) / len(needs)


def test_a_full_register_leaves_no_chair_empty() -> None:
    register = [Institution(key, (key,)) for key in KNOWN.subsectors]
    found = table(CARE, CooperationType.STRATEGIC, KNOWN, register)
    assert found.coverage == 1
    assert not any(seat.empty for seat in found.seats)


def test_alternatives_could_carry_the_same() -> None:
    twins = [Institution("Anna", ("gops",)), Institution("Beata", ("gops",))]
    found = table(CARE, None, KNOWN, twins)
    (seat,) = [seat for seat in found.seats if seat.institution.name]
    assert {seat.institution, *seat.instead} >= set(twins)


def test_nothing_to_do_needs_nobody() -> None:
    assert table(situation(), None, KNOWN) == Table((), ())
    own = situation(area_shares={"lake": 0.6}, taxonomy_areas={"lake": None})
    assert table(own, None, KNOWN) == Table((), ())


def hats(found: Table) -> set[str]:
    return {hat for seat in found.seats for hat in seat.institution.subsectors}


def test_where_others_decide_one_of_them_has_a_chair() -> None:
    for area, known in KNOWN.areas.items():
        needs = requirements(situation(area_shares={area: 0.6}), None, KNOWN)
        decided = known.who_can_act in ("together", "elsewhere")
        assert (Requirement("decision", "mandate", area) in needs) == decided
        if decided:
            assert hats(table(situation(area_shares={area: 0.6}), None, KNOWN)) & set(known.decided_by)


def test_the_best_invitations_sit_at_a_table_of_one_size() -> None:
    both = table(situation(area_shares={"places": 0.6, "health": 0.5}), CooperationType.EVENT, KNOWN)
    assert {"urzad_gminy", "poz", "soltys"} <= hats(both)
    seniors = situation(area_shares={"health": 0.6}, specific_group="seniors")
    assert {"poz", "rada_seniorow"} <= hats(table(seniors, CooperationType.THEMATIC, KNOWN))
    assert not {"apteka", "bank", "parafia"} & hats(table(CARE, CooperationType.STRATEGIC, KNOWN))


def test_of_chairs_of_one_size_the_points_are_the_most() -> None:
    needs = requirements(CARE, None, KNOWN)
    score = points(CARE, None, KNOWN)
    score["soltys"] = score.get("soltys", 0) + 0.8
    score["lider"] = score.get("lider", 0) + 0.4
    found = [seat for seat in table(CARE, None, KNOWN).seats if seat.empty]
    worth = sum(score.get(seat.institution.subsectors[0], 0) for seat in found)
    left = {number for number, need in enumerate(needs) if not library_brings(need)}
    kinds = {
        key: {number for number in left if brings(Institution("", (key,)), needs[number])} for key in KNOWN.subsectors
    }
    tables = [each for each in combinations(kinds, len(found)) if set().union(*(kinds[key] for key in each)) == left]
    assert worth == pytest.approx(max(sum(score.get(key, 0) for key in each) for each in tables))
    assert sum(seat.points for seat in found) == pytest.approx(worth)


def test_a_room_is_needed_once_and_the_library_has_one() -> None:
    two = situation(area_shares={"health": 0.6, "culture": 0.5})
    rooms = [need for need in requirements(two, None, KNOWN) if need.what == "premises"]
    assert rooms == [Requirement("room", "premises")]
    (library,) = [seat for seat in table(two, None, KNOWN).seats if seat.institution == LIBRARY_ITSELF]
    assert {need.kind for need in library.carries} <= {"room", "contribution"}


def test_a_matter_that_is_a_place_is_not_met_by_the_librarys_room() -> None:
    found = table(situation(area_shares={"places": 0.6}), None, KNOWN)
    place = Requirement("contribution", "premises", "places")
    (seat,) = [seat for seat in found.seats if place in seat.carries]
    assert seat.institution.subsectors[0] in {"urzad_gminy", "gok", "osp", "szkola"}


@pytest.mark.parametrize("group", [None, "everyone", "unnamed"])
def test_residents_have_a_seat_where_no_group_is_named(group: str | None) -> None:
    found = table(situation(area_shares={"digital": 0.5}, specific_group=group), None, KNOWN)
    (seat,) = [seat for seat in found.seats if Requirement("sector", "residents") in seat.carries]
    assert KNOWN.subsectors[seat.institution.subsectors[0]].sector == Sector.RESIDENTS


def test_a_known_partner_may_be_asked_for_a_single_contribution() -> None:
    shop = Institution("Sklep u Ewy", ("sklep",))
    culture = situation(area_shares={"culture": 0.5})
    (seat,) = [seat for seat in table(culture, None, KNOWN, [shop]).seats if seat.institution == shop]
    assert seat.carries == (Requirement("contribution", "money", "culture"),)
    assert "sklep" not in hats(table(culture, None, KNOWN))
