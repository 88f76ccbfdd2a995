"""Reads earlier assessments from tables and files of others: rows become teams, rounds and answers, or problems."""
