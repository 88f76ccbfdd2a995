"""Charts as PNG, SVG and PDF, by matplotlib, which is imported only when one is drawn."""

import logging

# What it warns of, such as a folder of its own that it can't write in, is nothing that whoever draws a figure can mend.
# Set before the first import, which warns already.
logging.getLogger("matplotlib").setLevel(logging.ERROR)
