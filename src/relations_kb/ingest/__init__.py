"""Bringing knowledge in: the packaged seed and, later, files of other shapes."""
