"""Flat rows to records: which column means what, and what stands in a cell."""
