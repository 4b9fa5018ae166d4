"""Dialogs: a value goes in, a new value comes out."""
