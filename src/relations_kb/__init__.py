"""A knowledge base of relations between states: treaties, measures, projects, events."""

__version__ = "0.1.0"
