"""One module per screen or dialog; each shows frozen state and answers keys through the action registry."""
