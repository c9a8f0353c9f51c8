"""The rules of the field in pure Python: dates, words, names, claims, legal status."""
