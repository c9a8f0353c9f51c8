"""Views and records as JSON, JSON Lines and CSV: the contract for scripts."""
