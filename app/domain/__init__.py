"""What the association knows and what is allowed: records and rules, without files or screens."""
