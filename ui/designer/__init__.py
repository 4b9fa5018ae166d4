"""The designer of certificates: a layout in millimetres, changed by mouse, keys and numbers."""
