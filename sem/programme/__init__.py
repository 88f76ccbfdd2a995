"""What a team does with its programme: pure rules from one programme to the next, and the roadmap made of it."""
