"""Which practices a plan is made of."""

from __future__ import annotations

from dataclasses import replace

from sem.content.library import load_questionnaire
from sem.content.practices import with_practices


def test_a_scan_without_practices_borrows_those_of_the_full_questionnaire() -> None:
    scan, full = load_questionnaire("quick-scan"), load_questionnaire("service-excellence")
    assert not scan.practices
    assert with_practices(scan) == replace(scan, practices=full.practices)


def test_only_areas_that_it_has_are_spoken_of() -> None:
    scan = load_questionnaire("quick-scan")
    short = replace(scan, areas=tuple(area for area in scan.areas if area.id in ("culture", "cx")))
    lent = with_practices(short).practices
    assert {practice.area for practice in lent} == {"culture", "cx"}
    assert {need.area for practice in lent for need in practice.prerequisites} <= {"culture", "cx"}


def test_practices_of_its_own_are_all_it_has() -> None:
    full = load_questionnaire("service-excellence")
    own = replace(full, practices=full.practices[:1])
    assert with_practices(own) is own
