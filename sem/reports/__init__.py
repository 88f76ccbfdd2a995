"""What leaves the program: one structure of a round, written as JSON, CSV and pictures."""
