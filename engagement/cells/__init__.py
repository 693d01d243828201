"""What one cell of a log says: each distinct text is read once."""
