"""Corpora of any size: read, coded and written as Parquet by many processes, resumable at any moment."""
