"""Models between lists of rows and Qt's views."""
