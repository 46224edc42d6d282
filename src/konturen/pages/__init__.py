"""The pages of the desk: each a module with the page as a value, and how it is made from a reader."""
