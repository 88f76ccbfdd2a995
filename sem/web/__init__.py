"""Answering in a browser: a small server that gives each respondent the questions, and nothing else."""
