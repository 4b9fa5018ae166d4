"""Nine awards and one misspelt name once more, walked through the window as the secretary would."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import TypeVar

import pytest
from PySide6.QtWidgets import QApplication, QDialog
from pytestqt.qtbot import QtBot

from app.domain.commendations import AwardRound, RecipientKind, RoundState, Verdict
from app.domain.funds import FundEntry
from app.paths import Paths
from app.services import issuing, registers, reports, units
from app.services.award_papers import AwardPaperKind
from app.services.bundle import Services
from app.services.issuing import IssueRow
from app.settings import Settings
from tests.stories.test_awards_from_proposal_to_register import (
    NOW,
    RIGHT,
    UNITS,
    WRONG,
    branch,
    words_of,
)
from tests.ui.conftest import (
    NowhereNavigator,
    messages,
    paths,
    session_theme,
    settings,
    theme,
    widgets_end_with_their_test,
)
from ui.dialogs.award_day import AwardDayDialog
from ui.dialogs.award_edit import AwardDialog
from ui.dialogs.award_eligible import AwardEligibleDialog
from ui.dialogs.award_hand_over import AwardHandOverDialog
from ui.dialogs.award_reason import AwardReasonDialog
from ui.dialogs.award_reissue import AwardReissueDialog
from ui.dialogs.award_review import AwardReviewDialog
from ui.dialogs.award_round import AwardRoundDialog
from ui.dialogs.award_sheets import AwardSheetsDialog
from ui.dialogs.award_verify import AwardVerifyDialog
from ui.dialogs.decide import DecideDialog, UpperDecisionDialog
from ui.jobs import ImmediateJobs
from ui.memory import Memory
from ui.messages import Recorder
from ui.page import Changes, Context
from ui.pages.awards import AwardsPage
from ui.theme import Theme

__all__ = ["branch", "messages", "paths", "session_theme", "settings", "theme", "widgets_end_with_their_test"]

D = TypeVar("D", bound=QDialog)


@pytest.fixture
def page(
    branch: Path, settings: Settings, paths: Paths, messages: Recorder, theme: Theme, qtbot: QtBot
) -> Iterator[AwardsPage]:
    """The page of commendations on the reference branch a year later."""
    with registers.open_register(branch, clock=lambda: NOW) as register:
        services = Services(register, settings, paths, lambda: NOW)
        jobs = ImmediateJobs(messages.error)
        page = AwardsPage(Context(services, jobs, messages, NowhereNavigator(), Changes(), Memory(), theme))
        page.context.changes.happened.connect(page.on_changed)
        qtbot.addWidget(page)
        page.resize(1070, 720)
        page.show()
        yield page
        page.certificates.pdf.clear()
        for dialog in QApplication.topLevelWidgets():
            if isinstance(dialog, QDialog):
                dialog.hide()


class Secretary:
    """Clicks through the page; what a dialog is given is typed into its fields."""

    def __init__(self, page: AwardsPage, messages: Recorder, folder: Path) -> None:
        self.page = page
        self.messages = messages
        self.folder = folder

    @property
    def round(self) -> AwardRound:
        assert self.page.card is not None
        return self.page.card.round

    def names(self) -> list[str]:
        return [line.award.recipient for line in self.page.awards.lines if line.award is not None]

    def dialog(self, kind: type[D]) -> D:
        return next(w for w in QApplication.topLevelWidgets() if isinstance(w, kind) and w.isVisible())

    def answer(self, kind: type[D], fill: Callable[[D], object]) -> None:
        """Fill the open dialog of this kind and save it; it must close without a word."""
        dialog = self.dialog(kind)
        fill(dialog)
        dialog.save_button.click()  # type: ignore[attr-defined]
        assert not dialog.isVisible(), dialog.error  # type: ignore[attr-defined]
        assert self.messages.errors == []

    def choose(self, name: str) -> None:
        line = next(each for each in self.page.awards.lines if each.award and each.award.recipient == name)
        assert line.award is not None
        self.page.awards.select_id(line.award.id)
        self.page.recipients.open(line)

    # ---------------------------------------------------------------- the steps

    def propose(self) -> str:
        """Three collectives and seven members, one of them misspelt; gives who will be declined."""
        self.page.add_round()
        self.answer(AwardRoundDialog, lambda _dialog: None)
        assert self.round.year == 2024
        known = {u.name: u.unit_id for u in units.tree(self.page.context.services.register).alive()}

        def take_unit(dialog: AwardDialog, unit_id: str) -> None:
            assert dialog.unit is not None
            dialog.unit.set_value(unit_id)
            dialog.unit.edited.emit()
            dialog.form.editor("money").set_value(500_000)

        for unit_id in (known[name] for name in UNITS):
            self.page.recipients.add(RecipientKind.UNIT)
            self.answer(AwardDialog, lambda dialog, unit_id=unit_id: take_unit(dialog, unit_id))  # type: ignore[misc]
        self.page.recipients.add_eligible()

        def tick(dialog: AwardEligibleDialog) -> None:
            dialog.never.setChecked(True)
            dialog.look()
            for row in dialog._found[:7]:
                dialog.table.toggle(row)

        self.answer(AwardEligibleDialog, tick)
        people = self.names()[3:]
        assert len(people) == 7
        self.choose(people[0])
        self.answer(AwardDialog, lambda dialog: dialog.form.editor("recipient").set_value(WRONG))
        return people[-1]

    def review(self, declined: str) -> None:
        self.page.listing.review_button.click()

        def say(dialog: AwardReviewDialog) -> None:
            assert dialog.meeting.day is None
            dialog.minutes_on.setText("28/12/2024")
            dialog.voters.set_value(7)
            dialog.approve_all()
            dialog.table.select_id(next(a.id for a in dialog.awards if a.recipient == declined))
            dialog.verdict.set_value(Verdict.DECLINED)
            dialog.votes_for.set_value(2)
            dialog.votes_against.set_value(5)
            dialog.verdict.edited.emit()

        self.answer(AwardReviewDialog, say)

    def decide(self) -> None:
        self.page.listing.decide_button.click()
        self.answer(DecideDialog, lambda dialog: dialog.decided_on.setText("5/1/2025"))
        assert (self.round.state, self.round.decision_code) == (RoundState.DECIDED, "01/QĐ-HTS")

    def ask_the_upper_body(self, member: str) -> None:
        """A round that is sent up, and its decision, which is only recorded."""
        self.page.add_round()

        def send_up(dialog: AwardRoundDialog) -> None:
            dialog.decider.set_value("Ban Chấp hành Hội tỉnh")
            dialog.decider.edited.emit()
            dialog.form.editor("name").set_value("Bằng khen 2024")

        self.answer(AwardRoundDialog, send_up)
        self.page.recipients.add(RecipientKind.OUTSIDER)

        def named(dialog: AwardDialog) -> None:
            assert dialog.name is not None
            dialog.name.setText(member)
            dialog.name.editingFinished.emit()

        self.answer(AwardDialog, named)
        self.page.listing.submit_button.click()
        self.answer(AwardDayDialog, lambda dialog: dialog.day.setText("30/12/2024"))
        self.page.listing.decide_button.click()

        def recorded(dialog: UpperDecisionDialog) -> None:
            dialog.code.setText("15/QĐ-HT")
            dialog.decided_on.setText("3/1/2025")

        self.answer(UpperDecisionDialog, recorded)
        assert self.round.submission_code == "01/TTr-HTS"

    def paper(self, kind: AwardPaperKind, ending: str) -> str:
        """One paper of the round that is shown: its words."""
        path = self.folder / f"{kind.value}{ending}"
        self.messages.paths.append(path)
        self.page.papers.write(kind, ending)
        assert path.name in self.messages.notices[-1].text
        return words_of(path)

    def issue(self) -> bytes:
        """Write the nine certificates; gives the file."""
        path = self.folder / "giay-khen.pdf"
        if self.round.state is RoundState.DECIDED:
            self.messages.answers.append(True)
        self.messages.paths.append(path)
        self.page.certificates.write_button.click()
        assert self.messages.notices[-1].text.startswith("9 giấy khen, 9 trang")
        return path.read_bytes()

    def sheets(self, name: str) -> AwardSheetsDialog:
        """The sheets that were issued for this name."""
        line = next(each for each in self.page.awards.lines if each.award and each.award.recipient == name)
        self.page.recipients.sheets(line)
        return self.dialog(AwardSheetsDialog)

    def verified(self, code: str) -> str:
        """What the window says of a code."""
        self.page.verify()
        dialog = self.dialog(AwardVerifyDialog)
        dialog.field.setPlainText(code)
        dialog.check_button.click()
        said = f"{dialog.verdict.text()} {dialog.problems.text()}"
        dialog.close()
        return said

    def correct(self) -> tuple[IssueRow, IssueRow]:
        """Reissue the misspelt one; gives the old sheet and the new one."""
        sheets = self.sheets(WRONG)
        sheets.reissue()

        def right(dialog: AwardReissueDialog) -> None:
            dialog.editors["recipient"].set_value(RIGHT)
            dialog.reason.set_value("In sai họ tên")

        self.answer(AwardReissueDialog, right)
        old, new = sheets.rows
        for row, name in ((old, WRONG), (new, RIGHT)):
            path = self.folder / "mot-to.pdf"
            self.messages.paths.append(path)
            sheets.table.select_id(row.issue.id)
            sheets.write()
            assert path.read_bytes() == issuing.issue_pdf(self.page.context.services.register, row.issue.id)
            assert name in words_of(path)
        sheets.close()
        return old, new

    def reason(self, name: str, deed: str, reason: str) -> IssueRow:
        """Make a copy of, or void, the valid sheet of this name; gives the sheet concerned."""
        sheets = self.sheets(name)
        sheets.table.select_id(next(row.issue.id for row in sheets.rows if row.is_current))
        getattr(sheets, deed)()
        self.answer(AwardReasonDialog, lambda dialog: dialog.reason.set_value(reason))
        row = sheets.rows[-1]
        sheets.close()
        return row

    def hand_over(self) -> None:
        self.page.listing.hand_button.click()
        self.answer(AwardHandOverDialog, lambda dialog: dialog.on.setText("10/1/2025"))

    def pay(self) -> None:
        self.page.deeds.pay_rewards()
        self.answer(AwardDayDialog, lambda dialog: dialog.day.setText("10/1/2025"))


def test_by_the_window(page: AwardsPage, messages: Recorder, tmp_path: Path) -> None:
    secretary = Secretary(page, messages, tmp_path)
    declined = secretary.propose()
    secretary.review(declined)
    secretary.decide()
    for ending in (".docx", ".pdf"):
        assert declined in secretary.paper(AwardPaperKind.MINUTES, ending)
        decision = secretary.paper(AwardPaperKind.DECISION, ending)
        assert WRONG in decision
        assert declined not in decision

    run = secretary.issue()
    assert secretary.issue() == run
    old, new = secretary.correct()
    assert (old.issue.number, new.issue.number) == (4, 4)
    copy = secretary.reason(UNITS[0], "duplicate", "Bản chính bị mất")
    void = secretary.reason(UNITS[1], "void", "In hỏng")
    assert "đã được thay bằng giấy cấp đổi" in secretary.verified(old.issue.code)
    assert "In hỏng" in secretary.verified(void.issue.code)
    for row in (new, copy):
        assert "Giấy thật, còn giá trị" in secretary.verified(row.issue.code)

    secretary.hand_over()
    secretary.pay()
    register = page.context.services.register
    messages.paths.append(tmp_path / "so.pdf")
    page.papers.write_book(2025, ".pdf")
    book = words_of(tmp_path / "so.pdf")
    assert RIGHT in book
    assert declined not in book
    secretary.ask_the_upper_body("Nông Thị Hòa")
    assert "01/TTr-HTS" in secretary.paper(AwardPaperKind.SUBMISSION, ".pdf")
    figures = reports.write_workbook(register, 2024, tmp_path / "b.xlsx", today=NOW.date()).figures
    assert (figures["awards_collectives"], figures["awards_persons"]) == (3, 7)
    with register.read() as reader:
        paid = [entry.amount for entry in reader.all(FundEntry) if entry.award_id is not None]
    assert paid == [500_000] * 3
