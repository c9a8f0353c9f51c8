"""The file shape: what a person writes, how it is read, checked and taken apart into claims."""
