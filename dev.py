"""Set-up and checks in one command: ``python dev.py demo`` and ``python dev.py test``.

Standard library only, the same on Linux and Windows. It makes ``.venv`` beside this file, installs the
locked and hashed requirements when they have changed, installs the system libraries that Qt needs on
Debian where they are missing and it may, and then runs the verb:

    demo ARGUMENTS     make the example year and all its papers (in out/demo unless --out says otherwise)
    run ARGUMENTS      start the program itself; with arguments, its command line
    screens ARGUMENTS  draw every page and dialog of the window as pictures
    test ARGUMENTS     every check a change must pass; arguments go to pytest (then without coverage)
    bench ARGUMENTS    the benchmarks of tests/benchmarks
    fuzz ARGUMENTS     import spoilt lists for ten minutes (--minutes, --seed)
    format             put the sources into their one format
    build              make the program folder for this system in dist/SoHoi (PyInstaller)
    lock               resolve the requirements again (needs uv)
    setup              only the set-up, with what the checks need
"""

from __future__ import annotations

import ctypes
import hashlib
import importlib.util
import io
import json
import os
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

ROOT = Path(__file__).resolve().parent
ENVIRONMENT = ROOT / ".venv"
STAMP = ENVIRONMENT / "installed.json"
SCRIPTS = ENVIRONMENT / ("Scripts" if os.name == "nt" else "bin")
PYTHON = SCRIPTS / ("python.exe" if os.name == "nt" else "python")

RUNTIME = "requirements.txt"
DEVELOPMENT = "requirements-dev.txt"
PACKAGING = "requirements-packaging.txt"

# The least share of lines and branches, in percent, that the tests of a room run through; only raised.
# (What the importers do in the child process is not seen by the measurement.)
FLOORS = {
    "app/vietnamese": 100,
    "app/domain": 98,
    "app/store": 97,
    "app/documents": 98,
    "app/importers": 93,
    "app/backup": 96,
    "app/services": 97,
    "app/commands": 97,
    "ui": 93,
    "": 95,  # the whole
}

# What Qt loads and a bare Debian lacks: the library's file name → its package.
QT_LIBRARIES = {
    "libglib-2.0.so.0": "libglib2.0-0",
    "libGL.so.1": "libgl1",
    "libEGL.so.1": "libegl1",
    "libxkbcommon.so.0": "libxkbcommon0",
    "libfontconfig.so.1": "libfontconfig1",
    "libdbus-1.so.3": "libdbus-1-3",
}

# What the tests print through; without it they are skipped and say so.
PRINT_QUEUE = ("/usr/sbin/cupsd", "/usr/bin/lpstat", "/usr/sbin/lpadmin", "/usr/lib/cups/filter/pdftopdf")
PRINT_QUEUE_PACKAGES = ["cups-daemon", "cups-client", "cups-core-drivers", "cups-filters-core-drivers"]


def say(text: str) -> None:
    """Print one line at once, so that it stands before what the next program prints."""
    print(text, flush=True)


def run(*command: str | Path, env: dict[str, str] | None = None) -> int:
    """Run a command in the checkout; gives its exit code."""
    return subprocess.run([str(part) for part in command], cwd=ROOT, env=env, check=False).returncode


def begin(*command: str | Path) -> subprocess.Popen[bytes]:
    """Begin a command in the checkout beside others; what it says is kept until :func:`finish`."""
    said = tempfile.TemporaryFile()  # noqa: SIM115 - closed by :func:`finish`
    process = subprocess.Popen([str(part) for part in command], cwd=ROOT, stdout=said, stderr=said)
    process.stdout = said
    return process


def finish(process: subprocess.Popen[bytes], *, is_shown: bool = True) -> int:
    """Wait for a command that was started, show what it said, and give its exit code."""
    code = process.wait()
    if process.stdout is not None:
        with process.stdout as said:
            said.seek(0)
            if is_shown:
                print(said.read().decode("utf-8", "replace"), end="", flush=True)
    return code


# ------------------------------------------------------------------ set-up


def as_root() -> list[str] | None:
    """What to put before a command to run it as root without a question; None when it may not."""
    if hasattr(os, "geteuid") and os.geteuid() == 0:
        return []
    if (
        shutil.which("sudo")
        and subprocess.run(["sudo", "-n", "true"], check=False, capture_output=True).returncode == 0
    ):
        return ["sudo", "-n"]
    return None


def install_packages(packages: list[str]) -> bool:
    """Install Debian packages where that is possible; gives whether they are there now."""
    prefix = as_root()
    if not shutil.which("apt-get") or prefix is None:
        return False
    install = [*prefix, "apt-get", "install", "-y", "-q", "--no-install-recommends", *packages]
    env = {**os.environ, "DEBIAN_FRONTEND": "noninteractive"}
    return run(*install, env=env) == 0 or (
        run(*prefix, "apt-get", "update", "-q", env=env) == 0 and run(*install, env=env) == 0
    )


def can_load(library: str) -> bool:
    """Whether the system's loader finds a library by its file name."""
    try:
        ctypes.CDLL(library)
    except OSError:
        return False
    return True


def ensure_qt_libraries() -> None:
    """See that Qt finds its system libraries on Linux; says plainly what it could not install."""
    if not sys.platform.startswith("linux"):
        return
    missing = [package for library, package in QT_LIBRARIES.items() if not can_load(library)]
    if not missing:
        return
    say(f"Qt needs: {' '.join(missing)}")
    if not install_packages(missing):
        say(f"Could not install them. Please run as root: apt-get install {' '.join(missing)}")


def ensure_print_queue() -> None:
    """Install CUPS in a container or another machine of root's own, never behind a user's back."""
    is_root = hasattr(os, "geteuid") and os.geteuid() == 0
    if is_root and not all(Path(program).exists() for program in PRINT_QUEUE):
        say("The tests print through CUPS")
        if not install_packages(PRINT_QUEUE_PACKAGES):
            say("Could not install it; what prints through a queue is skipped.")


def ensure_environment() -> None:
    """Make ``.venv`` if it is not there or its Python is gone."""
    if PYTHON.exists() and subprocess.run([str(PYTHON), "-c", ""], check=False).returncode == 0:
        return
    say(f"Making {ENVIRONMENT.name} with Python {sys.version.split()[0]}")
    if not can_make_environments():
        package = f"python{sys.version_info[0]}.{sys.version_info[1]}-venv"
        if not install_packages([package]):
            sys.exit(f"Python's venv module is missing. Please run as root: apt-get install {package}")
    # A process of its own: a freshly installed ensurepip is not seen by one that has looked for it before.
    if run(sys.executable, "-m", "venv", "--clear", ENVIRONMENT) != 0:
        sys.exit(f"Could not make {ENVIRONMENT}")


def can_make_environments() -> bool:
    """Whether Python came with ensurepip, which Debian packs apart."""
    return importlib.util.find_spec("ensurepip") is not None


def ensure_installed(requirements: str) -> None:
    """Install a lock file into ``.venv`` unless exactly this one is there already."""
    wanted = hashlib.sha256((ROOT / requirements).read_bytes()).hexdigest()
    installed: dict[str, str] = json.loads(STAMP.read_text("utf-8")) if STAMP.exists() else {}
    if installed.get(requirements) == wanted:
        return
    say(f"Installing {requirements}")
    if (
        run(
            PYTHON,
            "-m",
            "pip",
            "install",
            "--quiet",
            "--disable-pip-version-check",
            "--require-hashes",
            "--only-binary",
            ":all:",
            "-r",
            requirements,
        )
        != 0
    ):
        sys.exit(f"Could not install {requirements}")
    STAMP.write_text(json.dumps(installed | {requirements: wanted}, indent=1), "utf-8")


def set_up(requirements: str) -> None:
    """Make everything ready to run with the packages of one lock file."""
    ensure_environment()
    ensure_installed(requirements)
    ensure_qt_libraries()


# ------------------------------------------------------------------ verbs


def program(*arguments: str) -> int:
    """Run the program with the environment's Python."""
    return run(PYTHON, ROOT / "main.py", *arguments)


def demo(arguments: list[str]) -> int:
    """Make the example year."""
    set_up(RUNTIME)
    out = (
        []
        if any(part.split("=")[0] == "--out" for part in arguments)
        else ["--out", str(ROOT / "out" / "demo")]
    )
    return program("demo", *out, *arguments)


def start(arguments: list[str]) -> int:
    """Start the program."""
    set_up(RUNTIME)
    return program(*arguments)


def screens(arguments: list[str]) -> int:
    """Draw the window's pages and dialogs."""
    set_up(RUNTIME)
    return program("screens", *arguments)


def test(arguments: list[str]) -> int:
    """Run every check; stops at the first that fails and says which."""
    set_up(DEVELOPMENT)
    ensure_print_queue()
    # Measured only; reported once, below, for working out the report takes longer than many tests.
    measured = [] if arguments else ["--cov", "--cov-report=", "--cov-fail-under=0"]
    steps: dict[str, list[str | Path]] = {
        "format": [PYTHON, "-m", "ruff", "format", "--check", "--quiet"],
        "lint": [PYTHON, "-m", "ruff", "check", "--quiet"],
        "import contracts": [SCRIPTS / "lint-imports", "--no-logo"],
        "tests": [
            PYTHON,
            "-m",
            "pytest",
            "-q",
            "-n",
            "2",
            "--dist",
            "worksteal",
            *measured,
            *arguments,
        ],
    }
    # In a fresh checkout the types take long, on one core: they are checked beside the rest.
    types = begin(PYTHON, "-m", "mypy")
    try:
        for name, command in steps.items():
            say(f"── {name}")
            code = run(*command)
            if code != 0:
                say(f"✗ failed: {name} (exit code {code})")
                return 1
        say("── types")
        code = finish(types)
        if code != 0:
            say(f"✗ failed: types (exit code {code})")
            return 1
    finally:
        types.kill()
    if not arguments:
        say("── coverage floors")
        if not rooms_keep_their_floors(coverage_of_files()):
            say("✗ failed: coverage floors")
            return 1
    say("✓ all checks passed")
    return 0


def coverage_of_files() -> dict[str, dict[str, dict[str, int]]]:
    """The measured coverage of every file; worked out in two halves at once."""
    with tempfile.TemporaryDirectory() as folder:
        halves = [Path(folder) / f"{room}.json" for room in ("app", "ui")]
        options = ("--quiet", "--fail-under=0", "-o")
        reports = [
            begin(PYTHON, "-m", "coverage", "json", *options, half, f"--include={half.stem}/*")
            for half in halves
        ]
        codes = [finish(report, is_shown=False) for report in reports]
        if any(codes):
            say("The coverage could not be worked out.")
            return {}
        files: dict[str, dict[str, dict[str, int]]] = {}
        for half in halves:
            files |= json.loads(half.read_text("utf-8"))["files"]
        return files


def rooms_keep_their_floors(files: dict[str, dict[str, dict[str, int]]]) -> bool:
    """Hold the measured coverage of each room against its floor, and say what fell below."""
    kept = True
    for room, floor in FLOORS.items():
        of_room = [
            file["summary"]
            for name, file in files.items()
            if Path(name).as_posix().startswith(f"{room}/") or not room
        ]
        possible = sum(each["num_statements"] + each["num_branches"] for each in of_room)
        covered = sum(each["covered_lines"] + each["covered_branches"] for each in of_room)
        percent = 100 * covered / possible if possible else 0.0
        if percent < floor:
            say(f"{room or 'whole'}: {percent:.1f} % covered, the floor is {floor} %")
            kept = False
    return kept


def bench(arguments: list[str]) -> int:
    """Run the benchmarks, one after another and alone."""
    set_up(DEVELOPMENT)
    return run(
        PYTHON,
        "-m",
        "pytest",
        "tests/benchmarks",
        "-o",
        "python_files=bench_*.py",
        "-p",
        "no:randomly",
        "-o",
        "faulthandler_timeout=0",
        "-s",
        "--benchmark-enable",
        *arguments,
    )


def fuzz(arguments: list[str]) -> int:
    """Import spoilt lists; what does not end well is kept in out/fuzz."""
    set_up(DEVELOPMENT)
    return run(PYTHON, "-m", "tests.fuzz.run", *arguments)


def reformat(arguments: list[str]) -> int:
    """Format the sources and mend what the linter can mend by itself."""
    set_up(DEVELOPMENT)
    return run(PYTHON, "-m", "ruff", "check", "--fix", "--quiet", *arguments) or run(
        PYTHON, "-m", "ruff", "format", *arguments
    )


def build(arguments: list[str]) -> int:
    """Make the program folder."""
    set_up(PACKAGING)
    return run(
        PYTHON, "-m", "PyInstaller", "--noconfirm", "--clean", *arguments, "resources/packaging/sohoi.spec"
    )


def lock(arguments: list[str]) -> int:
    """Resolve all requirements again, for every system and Python at once, naming no host."""
    uv = shutil.which("uv", path=str(SCRIPTS)) or shutil.which("uv")
    if uv is None:
        say("Please install uv first (pip install uv).")
        return 1
    common = [
        uv,
        "pip",
        "compile",
        "pyproject.toml",
        "--universal",
        "--python-version",
        "3.11",
        "--generate-hashes",
        "--no-header",
        "--no-annotate",
        "--no-emit-index-url",
        "--no-emit-find-links",
        "--quiet",
        *arguments,
    ]
    return (
        run(*common, "-o", RUNTIME)
        or run(*common, "--extra", "dev", "-c", RUNTIME, "-o", DEVELOPMENT)
        or run(*common, "--extra", "packaging", "-c", RUNTIME, "-o", PACKAGING)
    )


def setup(arguments: list[str]) -> int:
    """Make everything ready for the checks, and say with which Python."""
    set_up(DEVELOPMENT)
    return run(PYTHON, "--version", *arguments)


VERBS = {
    "demo": demo,
    "run": start,
    "screens": screens,
    "test": test,
    "bench": bench,
    "fuzz": fuzz,
    "format": reformat,
    "build": build,
    "lock": lock,
    "setup": setup,
}


def main(arguments: list[str]) -> int:
    """Run the verb that comes first; gives the exit code."""
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, io.TextIOWrapper):
            stream.reconfigure(encoding="utf-8", errors="replace")
    os.environ.setdefault("PYTHONUTF8", "1")
    # Or each of the hundreds of processes that the tests start would compile the sources anew.
    os.environ.pop("PYTHONDONTWRITEBYTECODE", None)
    if sys.version_info < (3, 11):  # noqa: UP036 - whoever starts it with an older Python is told so
        say("Sổ Hội needs Python 3.11 or newer.")
        return 1
    if not arguments or arguments[0] not in VERBS:
        say(__doc__ or "")
        return 64
    return VERBS[arguments[0]](arguments[1:])


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
