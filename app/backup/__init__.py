"""Protects the register's file: makes backups, verifies them, puts them back, and says which to keep."""
