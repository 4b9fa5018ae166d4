"""The commands, one module a subject; each parses, calls services and prints (design §4)."""
