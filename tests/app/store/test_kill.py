"""Killed while saving, fifty times: the register opens and holds exactly what was acknowledged."""

from __future__ import annotations

import os
import random
import shutil
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from app.domain.members import Member
from app.store.register import Register
from tests.app.store.conftest import clock

WRITER = """
import dataclasses, os, sys
from pathlib import Path
from app.clock import now
from app.domain.members import Member
from app.domain.status import StatusEvent
from app.store.register import Register

def say(line):
    sys.stdout.write(line + "\\n"); sys.stdout.flush()

def save(register, number):
    with register.change(f"lần {number}") as work:
        member = work.get(Member, "lai")
        work.replace(dataclasses.replace(member, note=str(number)))
        work.add(StatusEvent(member_id="lai", reason=str(number)))
        other = Member(id=f"m{number}", full_name=f"Nguyễn Văn An {number}")
        work.add(other)
        if number % 3 == 0:
            work.remove((Member, f"m{number}"))

# The first save of a program is slow; here it is made before the rounds begin.
with Register.open(Path(sys.argv[2]), clock=now) as register:
    with register.change("Thêm") as work:
        work.add(Member(id="lai", full_name="Đỗ Đức Lai"))
    save(register, 3)
say("ready")
for line in sys.stdin:  # forked for each round: importing fifty times would take a minute
    child = os.fork()
    if child == 0:
        register = Register.open(Path(sys.argv[1]), clock=now)
        number = int(line)
        say(f"pid {os.getpid()}")
        while True:
            number += 1
            save(register, number)
            say(str(number))
    os.waitpid(child, 0)
    say("dead")
"""

pytestmark = pytest.mark.skipif(not hasattr(os, "fork"), reason="the killed program is forked")


def test_a_killed_program_loses_nothing_that_it_said_was_saved(path: Path) -> None:
    dice = random.Random(7)
    warm = shutil.copyfile(path, path.with_name("warm.sohoi"))
    with Register.open(path, clock=clock) as register, register.change("Thêm") as work:
        work.add(Member(id="lai", full_name="Đỗ Đức Lai", note="0"))
    saved = 0
    with_saves = 0
    with subprocess.Popen(
        [sys.executable, "-c", WRITER, str(path), str(warm)],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
    ) as writer:
        assert writer.stdin is not None
        assert writer.stdout is not None
        assert writer.stdout.readline() == "ready\n"
        for _ in range(50):
            writer.stdin.write(f"{saved}\n")
            writer.stdin.flush()
            pid = int(writer.stdout.readline().split()[1])
            acknowledged = saved
            for _ in range(dice.randrange(3)):
                acknowledged = int(writer.stdout.readline())
            time.sleep(dice.uniform(0, 0.02))
            os.kill(pid, signal.SIGKILL)
            while (line := writer.stdout.readline()) != "dead\n":
                acknowledged = int(line)
            with Register.open(path, clock=clock) as register:
                assert register.recovered or acknowledged == saved
                with register.read() as reader:
                    found = int(reader.get(Member, "lai").note)
                # One save may be kept that there was no more time to tell of.
                assert found - acknowledged in (0, 1)
                assert len(register.history(limit=100_000)) == found + 1
                with_saves += found != saved
                saved = found
        writer.stdin.close()
        assert writer.wait(timeout=10) == 0
    assert with_saves > 25
    with Register.open(path, clock=clock) as register:
        assert register.check() == []
