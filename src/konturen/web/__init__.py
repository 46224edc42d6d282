"""The desk in the browser: a server of this machine, or of a team. Pages themselves are in `konturen.pages`."""
