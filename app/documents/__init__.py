"""Plain values in, papers out (PDF, XLSX): knows no database and no window."""
