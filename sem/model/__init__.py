"""What exists: frozen dataclasses for questionnaires and assessments, and the rules they always keep."""
