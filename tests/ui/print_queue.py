"""A print queue of one's own: CUPS in a folder, with a printer that keeps what it is given as PDF.

The queue is as unhelpful as real ones are: it has margins it cannot print on, and is set to fit every job to
the page. Nothing of the system's own CUPS is used or changed.
"""

from __future__ import annotations

import os
import shutil
import subprocess
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

_SCHEDULER = "/usr/sbin/cupsd"
_FILTER = Path("/usr/lib/cups/filter/pdftopdf")
#: Seconds after which a scheduler or a job that does not come is given up.
_PATIENCE = 5

_SETTINGS = """\
LogLevel debug
Listen {folder}/sock
Browsing No
WebInterface No
DefaultAuthType None
<Location />
Order allow,deny
Allow all
</Location>
<Policy default>
<Limit All>
Order deny,allow
Allow all
</Limit>
</Policy>
"""

_FILES = """\
ServerRoot {folder}
CacheDir {folder}/cache
RequestRoot {folder}/spool
StateDir {folder}
TempDir {folder}/tmp
AccessLog {folder}/access_log
ErrorLog {folder}/error_log
PageLog {folder}/page_log
FileDevice Yes
Sandboxing relaxed
"""

#: A printer that takes PDF, A4, A3 and sizes of one's own, has three trays and 12 pt margins all round.
_DESCRIPTION = """\
*PPD-Adobe: "4.3"
*FormatVersion: "4.3"
*FileVersion: "1.0"
*LanguageVersion: English
*LanguageEncoding: ISOLatin1
*PCFileName: "PDFQUEUE.PPD"
*Manufacturer: "Test"
*Product: "(Test)"
*PSVersion: "(3010.000) 0"
*ModelName: "Test"
*ShortNickName: "Test"
*NickName: "PDF queue for tests"
*ColorDevice: True
*DefaultColorSpace: RGB
*LanguageLevel: "3"
*cupsVersion: 2.4
*cupsFilter2: "application/vnd.cups-pdf application/pdf 0 -"
*OpenUI *PageSize/Media Size: PickOne
*OrderDependency: 10 AnySetup *PageSize
*DefaultPageSize: A4
*PageSize A4/A4: "<</PageSize[595 842]>>setpagedevice"
*PageSize A3/A3: "<</PageSize[842 1191]>>setpagedevice"
*CloseUI: *PageSize
*OpenUI *PageRegion/Media Size: PickOne
*OrderDependency: 10 AnySetup *PageRegion
*DefaultPageRegion: A4
*PageRegion A4/A4: "<</PageSize[595 842]>>setpagedevice"
*PageRegion A3/A3: "<</PageSize[842 1191]>>setpagedevice"
*CloseUI: *PageRegion
*DefaultImageableArea: A4
*ImageableArea A4/A4: "12 12 583 830"
*ImageableArea A3/A3: "12 12 830 1179"
*DefaultPaperDimension: A4
*PaperDimension A4/A4: "595 842"
*PaperDimension A3/A3: "842 1191"
*OpenUI *InputSlot/Media Source: PickOne
*OrderDependency: 20 AnySetup *InputSlot
*DefaultInputSlot: Auto
*InputSlot Auto/Auto: "<</ManualFeed false>>setpagedevice"
*InputSlot Manual/Manual feed: "<</ManualFeed true>>setpagedevice"
*InputSlot Tray2/Tray 2: "<</MediaPosition 1>>setpagedevice"
*CloseUI: *InputSlot
*VariablePaperSize: True
*LeadingEdge Short: ""
*DefaultLeadingEdge: Short
*NonUIOrderDependency: 10 AnySetup *CustomPageSize
*CustomPageSize True: "pop pop pop <</PageSize[5 -2 roll]>>setpagedevice"
*ParamCustomPageSize Width: 1 points 72 900
*ParamCustomPageSize Height: 2 points 72 1300
*ParamCustomPageSize WidthOffset: 3 points 0 0
*ParamCustomPageSize HeightOffset: 4 points 0 0
*ParamCustomPageSize Orientation: 5 int 0 1
*MaxMediaWidth: "900"
*MaxMediaHeight: "1300"
*HWMargins: 12 12 12 12
*DefaultFont: Courier
*Font Courier: Standard "(002.004S)" Standard ROM
"""


def why_there_is_none() -> str:
    """What is missing for a queue on this machine, "" when there is everything."""
    for program in (_SCHEDULER, "lpadmin", "lpstat"):
        if not shutil.which(program):
            return f"needs CUPS: {program} is not installed"
    if not _FILTER.exists():
        return f"needs the filters of CUPS: no {_FILTER}"
    return ""


@dataclass(frozen=True, slots=True)
class PrintQueues:
    """Queues by name, each with the file that its printer writes."""

    folder: Path
    names: tuple[str, ...]

    @property
    def environment(self) -> dict[str, str]:
        """The variables with which a process prints here."""
        return {**os.environ, "CUPS_SERVER": str(self.folder / "sock")}

    def printed(self, name: str) -> bytes:
        """What came out of a printer, once all jobs are done."""
        end = time.monotonic() + _PATIENCE
        while self._ask("lpstat", "-o").strip():
            assert time.monotonic() < end, "\n".join(self._job_lines())
            time.sleep(0.05)
        return (self.folder / "out" / f"{name}.pdf").read_bytes()

    def options(self, name: str) -> str:
        """With which options the queue printed what it was sent last."""
        self.printed(name)
        lines = [line.partition("] [Job ")[2] for line in self._job_lines()]
        (job,) = (line.partition("]")[0] for line in lines if line.endswith(f'] argv[0]="{name}"'))
        start = f'{job}] argv[5]="'
        return next(line.removeprefix(start) for line in lines if line.startswith(start))

    def _job_lines(self) -> list[str]:
        said = (self.folder / "error_log").read_text("utf-8", "replace")
        return [line for line in said.splitlines() if "[Job " in line]

    def _ask(self, *command: str) -> str:
        return subprocess.run(
            command, env=self.environment, check=True, capture_output=True, text=True, timeout=_PATIENCE
        ).stdout


@contextmanager
def print_queues(folder: Path, names: Sequence[str]) -> Iterator[PrintQueues]:
    """Run a scheduler in an empty folder with these queues until the block ends."""
    queues = PrintQueues(folder, tuple(names))
    for part in ("cache", "spool", "tmp", "out"):
        (folder / part).mkdir()
    (folder / "tmp").chmod(0o1777)  # filters run as another user when the scheduler is root
    (folder / "cupsd.conf").write_text(_SETTINGS.format(folder=folder), "utf-8")
    (folder / "cups-files.conf").write_text(_FILES.format(folder=folder), "utf-8")
    (folder / "queue.ppd").write_text(_DESCRIPTION, "utf-8")
    command = [_SCHEDULER, "-f", "-c", str(folder / "cupsd.conf"), "-s", str(folder / "cups-files.conf")]
    with (folder / "said").open("wb") as said:
        scheduler = subprocess.Popen(command, stdout=said, stderr=said, stdin=subprocess.DEVNULL)
    try:
        end = time.monotonic() + _PATIENCE
        while not (folder / "sock").exists():
            assert scheduler.poll() is None, (folder / "said").read_text("utf-8")
            assert time.monotonic() < end
            time.sleep(0.02)
        for name in names:
            (folder / "out" / f"{name}.pdf").touch()  # below /dev the scheduler opens only what is there
            queues._ask(
                "lpadmin", "-p", name, "-E", "-v", f"file://{folder}/out/{name}.pdf",
                "-P", str(folder / "queue.ppd"),
                "-o", "fit-to-page-default=true", "-o", "print-scaling-default=fit",
            )  # fmt: skip
        yield queues
    finally:
        scheduler.terminate()
        scheduler.wait(_PATIENCE)
