"""Pictures of profiles: in the terminal, and as PNG, SVG and PDF."""
