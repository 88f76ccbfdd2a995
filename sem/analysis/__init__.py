"""From answers to numbers: pure functions, each with its formula and the source of it."""
