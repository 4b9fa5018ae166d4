"""A closed window is told nothing; what the user asked for and failed is told in a box."""

from __future__ import annotations

import dataclasses
from typing import Any

import pytest
from PySide6.QtCore import QCoreApplication, QEvent, QObject

from app.errors import RuleError
from app.progress import Progress
from ui.jobs import ImmediateJobs
from ui.messages import Recorder
from ui.page import Context
from ui.tied_jobs import TiedJobs


def _fails(_progress: Progress) -> int:
    raise RuleError("không được")


def test_results_come_while_the_window_is_open_and_failures_asked_for_always() -> None:
    messages, told, failures, ends = Recorder(), list[int](), list[str](), list[str]()
    jobs = TiedJobs(ImmediateJobs(), messages)
    for _ in range(2):
        jobs.run(lambda _progress: 7, told.append, on_end=lambda: ends.append("end"))
        jobs.run(_fails, told.append, lambda problem: failures.append(problem.message))
        jobs.run(_fails, told.append, label="Đang lưu…")
        jobs.close()
    assert (told, failures, ends) == ([7], ["không được"], ["end"])
    assert [problem.message for problem in messages.errors] == ["không được", "không được"]


@pytest.mark.parametrize("fails", [False, True])
def test_who_asked_and_is_gone_is_not_told(context: Context, fails: bool) -> None:
    class LateJobs(ImmediateJobs):
        def run(self, *given: Any, **more: Any) -> Any:
            asked.deleteLater()
            QCoreApplication.sendPostedEvents(asked, QEvent.Type.DeferredDelete.value)
            return super().run(*given, **more)

    def work() -> int:
        if fails:
            raise RuleError("không được")
        return 7

    told: list[object] = []
    context.ask(work, told.append, told.append, to=QObject())
    assert len(told) == 1
    asked = QObject()
    dataclasses.replace(context, jobs=LateJobs()).ask(work, told.append, told.append, to=asked)
    assert len(told) == 1
