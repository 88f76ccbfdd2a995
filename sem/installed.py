"""What came along when this program was installed, and how the rest gets beside it."""

from __future__ import annotations

import sys
from importlib.metadata import PackageNotFoundError, requires
from pathlib import Path

DISTRIBUTION = "service-excellence-maturity"


def install_command(extra: str) -> str:
    """Return the command that puts what an extra needs beside this program, whichever way it was installed.

    It names the packages themselves, so that it works in any folder; without a list of these it is for the checkout.
    """
    try:
        needed = [name.strip() for name, _sign, when in (one.partition(";") for one in requires(DISTRIBUTION) or ())
                  if f'"{extra}"' in when.replace("'", '"')]  # fmt: skip
    except PackageNotFoundError:
        needed = []
    # Quoted as sh, PowerShell and cmd all read it: there is a < in the versions.
    packages = " ".join(f'"{one}"' for one in needed or [f".[{extra}]"])
    place = Path(sys.prefix)
    if needed and (place / "pipx_metadata.json").exists():
        return f"pipx inject {DISTRIBUTION} {packages}"
    if (place / "uv-receipt.toml").exists():
        return f'uv pip install --python "{sys.executable}" {packages}'
    return f'"{sys.executable}" -m pip install {packages}'
