"""The parts of the meeting dialog, a module for each tab that is more than a form."""
