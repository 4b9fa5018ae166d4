"""Foreign files: read in a child process, understood, turned into a plan. Nothing here writes a register."""
