"""The steps of bringing a list in: the file, its sheets and columns, what would be done, what was done."""
