"""Questions to the base: one module a question; each returns frozen dataclasses (views)."""
