"""From gaps to a dated plan, worked out backwards: pure functions over steps, capacities and a target date."""
