"""The geometry of a roadmap: rows, bars, marks and weeks, the same for the terminal, the figures and the documents."""
