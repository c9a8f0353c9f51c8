"""Views as text for people: terminal tables and Markdown. The only place that imports rich."""
