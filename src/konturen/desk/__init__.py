"""What a user does with a ledger and its actors: the Python twins of the commands."""
