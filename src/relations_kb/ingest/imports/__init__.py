"""Imports: files are read, checked, planned, applied as one changeset, and can be undone."""
