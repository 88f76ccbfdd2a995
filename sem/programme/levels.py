"""Where a team is today: the levels that a plan starts from."""

from __future__ import annotations

from sem.analysis.scoring import Profile


def levels_now(profile: Profile) -> dict[str, int | None]:
    """Return the gap-free level of each area of a round by its id, 1 to 5; None where a question has no level yet."""
    return {scored.area.id: scored.score.gap_free_level for scored in profile.areas}
