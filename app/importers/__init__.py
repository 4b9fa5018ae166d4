"""Foreign files: read in a child process, understood, and turned into a plan. Nothing here writes a register."""
