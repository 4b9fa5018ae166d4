"""What the user can do: one verb a function; each loads, lets the domain decide, saves, says what changed."""
