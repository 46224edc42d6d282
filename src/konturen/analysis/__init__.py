"""What follows from the statements: relations, tracks, history, gaps, plans, networks. Pure functions."""
