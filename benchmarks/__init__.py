"""Speed and memory as ratios to a stated limit, measured in the same run: `python -m benchmarks`."""

import sys
from pathlib import Path

SEM = str(Path(sys.executable).parent / "sem")
