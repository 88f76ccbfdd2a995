"""Student's t for intervals at 95%, as a table, because the standard library has no such distribution."""

from __future__ import annotations

_QUANTILES = (
    12.706, 4.303, 3.182, 2.776, 2.571, 2.447, 2.365, 2.306, 2.262, 2.228,
    2.201, 2.179, 2.160, 2.145, 2.131, 2.120, 2.110, 2.101, 2.093, 2.086,
    2.080, 2.074, 2.069, 2.064, 2.060, 2.056, 2.052, 2.048, 2.045, 2.042,
)  # fmt: skip


def t_95(freedom: int) -> float:
    """Return the 0.975 quantile of Student's t; above 30 degrees of freedom that of 30, which is on the safe side.

    Raises:
        ValueError: There is less than one degree of freedom.
    """
    if freedom < 1:
        raise ValueError(f"{freedom} degrees of freedom")
    return _QUANTILES[min(freedom, len(_QUANTILES)) - 1]
