"""A file as rows of text cells that remember where they were. Nothing is interpreted here."""
