"""Charts made of terminal cells: pure functions that return rows of styled runs."""
