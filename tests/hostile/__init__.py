"""Files made to break a reader, built here; `expectations.csv` says of each what it is and what must come of it."""
