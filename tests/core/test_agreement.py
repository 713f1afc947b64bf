"""Who was there on one day is found and counted once, whichever of the two came first."""

from __future__ import annotations

import json
import subprocess
import sys
from datetime import UTC, datetime, timedelta
from itertools import permutations
from random import Random

import pytest

from gcp.core.agreement import Attendance, VisitPair, agreement, near_another, visit_pairs
from gcp.core.history import VisitRecord
from gcp.kappa_process import NoFigure, kappas

pytestmark = pytest.mark.slow

LIMITS = {"agreement_answers": 1, "agreement_pairs": 1}
BED, SINK, FOOD = "sleeping.bedding", "hygiene.kitchen", "nutrition.food"
AREAS = ("sleeping", "hygiene", "nutrition")


def visit(
    id: str, by: str, grades: dict[str, int | str], at: str = "2026-03-01T10:00:00+00:00",
    rules: str = "old", home: str = "home",
) -> tuple[str, VisitRecord]:  # fmt: skip
    entries = [
        {"item": item.partition("/")[0], "child": item.partition("/")[2] or None,
         ("grade" if isinstance(answer, int) else "state"): answer}
        for item, answer in grades.items()
    ]  # fmt: skip
    body = {"observed_at": at, "rules": rules, "grades": entries}
    return home, VisitRecord(id, home, by, by.title(), "social_care", body, {}, at, 1)


def met(*visits: tuple[str, VisitRecord]) -> list[tuple[str, str]]:
    return sorted((each.earlier.id, each.later.id) for each in visit_pairs(visits))


ANN = visit("a", "ann", {BED: 3, SINK: 2})
BEN = visit("b", "ben", {BED: 4, SINK: 2}, "2026-03-01T15:00:00+00:00")
CAT = visit("c", "cat", {BED: 3}, "2026-03-01T18:00:00+00:00")


def test_two_people_on_one_day_are_a_pair() -> None:
    (pair,) = visit_pairs([BEN, ANN])
    assert (pair.home, pair.earlier.id, pair.later.id) == ("home", "a", "b")
    assert (pair.same, pair.one_off, pair.further) == (1, 1, 0)


def test_several_people_on_one_day_give_each_pair_once() -> None:
    assert met(ANN, BEN, CAT) == [("a", "b"), ("a", "c"), ("b", "c")]


def test_of_one_person_s_two_visits_the_nearer_one_is_paired_and_never_the_two() -> None:
    again = visit("a2", "ann", {BED: 3}, "2026-03-01T14:00:00+00:00")
    assert met(ANN, again) == []
    assert met(ANN, again, BEN) == [("a2", "b")]


@pytest.mark.parametrize(
    "other",
    [
        visit("b", "ben", {BED: 4}, rules="new"),
        visit("b", "ben", {BED: 4}, home="another home"),
        visit("b", "ben", {BED: 4}, "2026-03-02T09:00:00+00:00"),
        visit("b", "ben", {BED: "not_seen"}),
        visit("b", "ben", {}),
        visit("b", "ben", {FOOD: 4}),
        visit("b", "ben", {f"{BED}/mia": 4}),
    ],
    ids=["rules", "home", "day", "not seen", "nothing", "other item", "of a child"],
)
def test_what_was_not_graded_alike_is_no_pair(other: tuple[str, VisitRecord]) -> None:
    assert met(ANN, other) == []


def test_the_day_is_the_one_written_where_it_took_place() -> None:
    late = visit("a", "ann", {BED: 3}, "2026-07-01T23:30:00+01:00")
    after_midnight = visit("b", "ben", {BED: 3}, "2026-07-02T00:10:00+01:00")
    before = visit("c", "cat", {BED: 3}, "2026-07-02T00:40:00+01:00")
    assert met(late, after_midnight, before) == [("b", "c")]


def test_whichever_way_visits_come_the_tables_are_the_same() -> None:
    found = set()
    for order in permutations([ANN, BEN, CAT]):
        found.add(tuple(agreement(visit_pairs(order), AREAS, LIMITS)))
    assert len(found) == 1


def test_a_swap_of_the_two_people_changes_no_table() -> None:
    chance = Random(7)
    for _ in range(50):
        grades = [
            {f"{BED}/{child}": chance.randint(1, 5) for child in range(8)} for _ in range(2)
        ]
        one = visit_pairs([visit("a", "ann", grades[0]), visit("b", "ben", grades[1])])
        other = visit_pairs([visit("a", "ann", grades[1]), visit("b", "ben", grades[0])])
        assert agreement(one, AREAS, LIMITS) == agreement(other, AREAS, LIMITS)


def test_each_area_has_its_own_counts() -> None:
    sleeping, hygiene, nutrition = agreement(visit_pairs([ANN, BEN, CAT]), AREAS, LIMITS)
    assert (sleeping.answers, sleeping.visit_pairs) == (3, 3)
    assert (sleeping.same, sleeping.one_off, sleeping.further) == (1, 2, 0)
    assert (hygiene.answers, hygiene.visit_pairs, hygiene.verdict) == (1, 1, "one_grade")
    assert hygiene.grade == 2
    assert (nutrition.answers, nutrition.visit_pairs, nutrition.verdict) == (0, 0, "too_few")
    assert sum(map(sum, sleeping.table)) == 2 * sleeping.answers


@pytest.mark.parametrize(
    ("answers", "pairs", "verdict"), [(3, 3, "figure"), (4, 1, "too_few"), (3, 4, "too_few")]
)
def test_below_a_stated_number_nothing_is_said(answers: int, pairs: int, verdict: str) -> None:
    limits = {"agreement_answers": answers, "agreement_pairs": pairs}
    assert agreement(visit_pairs([ANN, BEN, CAT]), AREAS, limits)[0].verdict == verdict


def test_without_any_answer_it_is_too_few_whatever_the_limits_are() -> None:
    none = agreement([], AREAS, {"agreement_answers": 0, "agreement_pairs": 0})
    assert {each.verdict for each in none} == {"too_few"}


def paired(*grades: tuple[int, int]) -> list[VisitPair]:
    one = {f"{BED}/{n}": a for n, (a, _) in enumerate(grades)}
    other = {f"{BED}/{n}": b for n, (_, b) in enumerate(grades)}
    return visit_pairs([visit("a", "ann", one), visit("b", "ben", other)])


def test_answers_that_never_differ_need_no_figure() -> None:
    assert agreement(paired((2, 2), (4, 4)), AREAS, LIMITS)[0].verdict == "all_same"
    assert agreement(paired((2, 2), (2, 2)), AREAS, LIMITS)[0].verdict == "one_grade"


def attendances(*visits: tuple[str, VisitRecord]) -> list[Attendance]:
    return [Attendance(each.id, home, each.author_id, each.instant) for home, each in visits]


def test_every_visit_of_a_pair_is_looked_at_whatever_lies_around_it() -> None:
    start = datetime(2026, 3, 1, tzinfo=UTC)
    for seed in range(300):
        chance = Random(seed)
        visits = [
            visit(
                f"v{n}", chance.choice(["ann", "ben", "cat"]), {BED: 3},
                (start + timedelta(hours=chance.randint(0, 90))).isoformat(),
                home=chance.choice(["one", "two"]),
            )
            for n in range(chance.randint(0, 12))
        ]  # fmt: skip
        near = near_another(attendances(*visits))
        paired_visits = {id for pair in met(*visits) for id in pair}
        assert paired_visits <= near.keys()
        assert all(near[each.id] == home for home, each in visits if each.id in near)


def test_a_visit_with_nobody_else_near_is_not_looked_at() -> None:
    later = visit("b", "ben", {BED: 3}, "2026-03-05T10:00:00+00:00")
    again = visit("a2", "ann", {BED: 3}, "2026-03-01T11:00:00+00:00")
    assert near_another(attendances(ANN, again, later)) == {}


# The same figures by hand, for 10 answers: 3 and 3 six times, 4 and 4 twice, 3 and 4 twice.
# Each grade's share either way round: 3 is 14 of 20, 4 is 6 of 20; one step weighs 1/4.
# Expected difference: 2 * 0.7 * 0.3 / 4 = 0.105; seen: 0.2 / 4 = 0.05; kappa: 1 - 0.05 / 0.105.
BY_HAND = paired(*[(3, 3)] * 6, *[(4, 4)] * 2, (3, 4), (4, 3))


def test_kappa_is_what_it_is_by_hand_and_its_interval_what_leaving_one_out_gives() -> None:
    table = agreement(BY_HAND, AREAS, LIMITS)[0].table
    (found,) = kappas((table,))
    assert found.kappa == pytest.approx(1 - 0.05 / 0.105)
    assert found.high == 1.0  # no interval reaches beyond what kappa can be
    many = [grades for pair in BY_HAND for grades in pair.grades.values()] * 10
    (wide,) = kappas((agreement(paired(*many), AREAS, LIMITS)[0].table,))
    assert (wide.high - wide.low) / 2 == pytest.approx(1.96 * _jackknife(many), rel=0.03)


def _kappa(answers: list[tuple[int, int]]) -> float:
    n = len(answers)
    both = [grade for pair in answers for grade in pair]
    seen = sum(abs(a - b) for a, b in answers) / n
    shares = {grade: both.count(grade) / (2 * n) for grade in set(both)}
    expected = sum(p * q * abs(a - b) for a, p in shares.items() for b, q in shares.items())
    return 1 - seen / expected


def _jackknife(answers: list[tuple[int, int]]) -> float:
    n = len(answers)
    without = [_kappa(answers[:i] + answers[i + 1 :]) for i in range(n)]
    mean = sum(without) / n
    return float(((n - 1) / n * sum((each - mean) ** 2 for each in without)) ** 0.5)


def test_kappa_of_random_grades_is_the_same_by_hand() -> None:
    tables, wanted = [], []
    for seed in range(20):
        chance = Random(seed)
        answers = []
        for _ in range(40):
            grade = chance.randint(1, 5)
            answers.append((grade, max(1, min(5, grade + chance.choice([-1, 0, 0, 0, 1, 2])))))
        tables.append(agreement(paired(*answers), AREAS, LIMITS)[0].table)
        wanted.append(_kappa(answers))
    found = kappas(tuple(tables))
    assert [each.kappa for each in found] == pytest.approx(wanted)
    assert all(-1 <= each.low <= each.kappa <= each.high <= 1 for each in found)


def test_the_library_gives_a_published_figure() -> None:
    """Fleiss, Levin and Paik, Statistical Methods for Rates and Proportions, table 18.1."""
    code = (
        "from statsmodels.stats.inter_rater import cohens_kappa\n"
        "found = cohens_kappa([[75, 1, 4], [5, 4, 1], [0, 0, 10]], return_results=True)\n"
        "print(round(found.kappa, 2))\n"
    )
    ran = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert json.loads(ran.stdout) == 0.68


def test_tables_that_are_none_give_no_figure_and_no_crash() -> None:
    for table in (((1,), (1, 2)), ((0, 0), (0, 8)), ((0, 0), (0, 0))):
        with pytest.raises(NoFigure):
            kappas((table,))
    assert kappas(()) == ()


def test_the_server_itself_never_loads_the_statistics_library() -> None:
    code = "import sys, gcp.web.agreement; print('statsmodels' in sys.modules)"
    ran = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert ran.stdout.strip() == "False"
