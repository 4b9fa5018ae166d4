"""What a foreign workbook tells beside its values: fonts, formulas without a value, cells in error."""
