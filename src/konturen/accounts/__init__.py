"""Accounts of a team: who may sign in, who is signed in, how often somebody tried, and what was done."""
