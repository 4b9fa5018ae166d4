"""A process that prints as the program does: ``python -m tests.ui.print_job`` with orders on its input.

The orders are one JSON list of [printer, tray, PDF file, dots per inch]. It is a process of its own because
CUPS looks only once where its scheduler is.
"""

from __future__ import annotations

import json
import sys
from pathlib import Path


def main() -> None:
    """Print every order; gives what Qt knows of the printers as JSON on the output."""
    from PySide6.QtGui import QGuiApplication

    from ui.printers import open_printer, printer_names, takes_paper
    from ui.printing import PdfPages, print_pages

    application = QGuiApplication(["print_job"])
    for name, tray, file, resolution in json.load(sys.stdin):
        pages = PdfPages(Path(file).read_bytes())
        printer = open_printer(name, tray, "Giấy khen")
        printer.setResolution(resolution)
        print_pages(pages, printer, range(len(pages)))
        pages.close()
    names = printer_names()
    known = {
        "names": names,
        "takes": [takes_paper(names[0], *size) for size in ((210, 297), (360, 270), (594, 841))],
    }
    sys.stdout.write(json.dumps(known))
    application.quit()


if __name__ == "__main__":
    main()
