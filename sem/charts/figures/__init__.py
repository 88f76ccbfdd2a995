"""Charts as PNG, SVG and PDF, by matplotlib, which is imported only when one is drawn."""
