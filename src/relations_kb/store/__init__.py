"""The database: tables, migrations, records to rows and rows to records."""
