"""sem: a terminal program in which teams assess how mature their service is."""

__version__ = "0.1.0"
