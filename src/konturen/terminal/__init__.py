"""How answers look in a terminal: text, tables, progress, and streams that never break."""
