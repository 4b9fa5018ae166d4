"""Workbooks: a year-end report or a list as plain values in, the bytes of an .xlsx out.

openpyxl writes the styles, page set-up, charts and names; the rows are written here, because a formula must
carry its value and openpyxl gives it none. Nothing here knows the register.
"""
