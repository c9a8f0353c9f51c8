"""Files of rows as people and their programs write them: CSV, TSV, JSON Lines, Excel."""
