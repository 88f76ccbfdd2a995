"""Questionnaire files become model objects here, with every problem at its file and line."""
