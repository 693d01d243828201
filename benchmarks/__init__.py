"""How long an import takes, and how much memory, beside DuckDB's bare read of the same file: `python -m benchmarks`."""
