"""The command line: parses, calls services, prints; no rule lives here (design §4).

Messages are Vietnamese; with ``--json`` exactly one JSON document goes to stdout. Exit codes: 0 done,
1 refused by a rule or not found, 2 a file or register cannot be read or written, 64 wrong usage.
"""

from __future__ import annotations

import io
import logging
import sys
from collections.abc import Sequence

import click

from app import __version__
from app.bootstrap import Machine, start_machine
from app.commands import (
    activities,
    awards,
    awards_decided,
    awards_forms,
    awards_issued,
    awards_papers,
    awards_rounds,
    care,
    care_campaigns,
    care_longevity,
    counters,
    extra_fields,
    layouts,
    lists,
    meetings,
    meetings_papers,
    meetings_roll,
    meetings_votes,
    member,
    member_facts,
    member_papers,
    money,
    money_dues,
    money_funds,
    overview,
    papers,
    people,
    places,
    province,
    registers,
    report,
    safety,
    saved_reports,
    saved_reports_forms,
    saved_reports_words,
    tasks,
    units,
)
from app.errors import CancelledError, FileProblemError, SoHoiError, UsageError
from app.logs import log_to
from app.terminal import speak_utf8, translated

_log = logging.getLogger(__name__)


def main(arguments: Sequence[str], *, machine: Machine | None = None) -> int:
    """Run one command and return the exit code; never a traceback for what a user or a file did."""
    speak_utf8()
    machine = machine or start_machine()
    with log_to(machine.paths.logs):
        return _run(arguments, machine)


def _run(arguments: Sequence[str], machine: Machine) -> int:
    try:
        # A command that ends early says with which code: a paper that is not good, --help.
        ended = commands.main(list(arguments), prog_name="sohoi", standalone_mode=False, obj=machine)
        sys.stdout.flush()
    except SoHoiError as problem:
        _log.info("Refused", exc_info=problem)
        click.echo(problem.message, err=True)
        return problem.exit_code
    except (click.exceptions.Abort, CancelledError, KeyboardInterrupt):
        click.echo("Đã dừng theo yêu cầu.", err=True)
        return 1
    except click.ClickException as problem:
        click.echo(f"Lệnh chưa đúng: {translated(problem)} Gõ thêm --help để xem cách dùng.", err=True)
        return UsageError.exit_code
    except BrokenPipeError:
        # The reader of the output left; what was done is done.
        _drop_output()
        return 0
    except OSError as problem:
        if problem.filename is not None:
            raise
        # What is printed goes to a file on a full or pulled disk.
        _drop_output()
        click.echo("Việc đã xong nhưng không in kết quả ra được: ổ đĩa đầy hoặc đã rút ra.", err=True)
        return FileProblemError.exit_code
    except Exception:
        _log.exception("Bug")
        raise
    return ended if isinstance(ended, int) else 0


def _drop_output() -> None:
    # What the interpreter still flushes when it ends would fail again.
    sys.stdout = io.StringIO()


@click.group(
    help="Sổ Hội: sổ hội viên, hội họp, khen thưởng và báo cáo của một chi nhánh hội.",
    epilog="Ngoài ra: screens vẽ mọi trang của cửa sổ ra ảnh; không kèm lệnh nào thì mở cửa sổ.",
)
@click.version_option(__version__, prog_name="Sổ Hội", help="In số phiên bản.")
@click.pass_context
def commands(context: click.Context) -> None:
    """The group of all commands."""
    _log.info("Command %s", context.invoked_subcommand)


for _command in member_facts.COMMANDS:
    member.member.add_command(_command)
for _command in saved_reports_words.COMMANDS:
    saved_reports.report_draft.add_command(_command)
for _command in awards_decided.COMMANDS:
    awards_rounds.award_round.add_command(_command)
for _command in (*meetings_roll.COMMANDS, *meetings_votes.COMMANDS, *meetings_papers.COMMANDS):
    meetings.meeting.add_command(_command)

for _command in (
    registers.demo,
    registers.init,
    registers.branch,
    lists.import_list,
    lists.sample_list,
    lists.members,
    member.member,
    people.duplicates,
    people.merge,
    extra_fields.extra_fields,
    units.units,
    units.unit,
    places.convert_places,
    registers.export_register,
    registers.load_register,
    overview.overview,
    overview.calendar,
    meetings.meetings,
    meetings.meeting,
    meetings_roll.attendance,
    tasks.tasks,
    tasks.task,
    awards_forms.award_forms,
    awards_forms.award_form,
    awards_rounds.rounds,
    awards_rounds.award_round,
    awards.award,
    awards.eligible,
    awards_papers.award_paper,
    awards_papers.paper_template,
    awards_papers.register_book,
    papers.certificates,
    awards_issued.certificate,
    awards_issued.printings,
    layouts.layouts,
    layouts.layout,
    layouts.blanks,
    layouts.blank,
    layouts.calibrations,
    layouts.calibrate,
    papers.testpage,
    care.visits,
    care.visit,
    care.unvisited,
    care.death,
    care_campaigns.campaigns,
    care_campaigns.campaign,
    care_longevity.longevity,
    money.cash_book,
    money.entry,
    money.voucher,
    money_funds.funds,
    money_funds.fund,
    money_funds.close_year,
    money_funds.reopen_year,
    money_dues.dues,
    money_dues.budget,
    report.report,
    report.figures,
    saved_reports.reports,
    saved_reports.report_draft,
    saved_reports.report_papers,
    saved_reports_forms.fill_form,
    counters.counters,
    counters.counter,
    activities.activities,
    activities.activity,
    province.submit,
    province.receive,
    province.subordinates,
    province.subordinate,
    province.consolidate,
    member_papers.list_members,
    member_papers.summary_list,
    member_papers.sheet,
    member_papers.labels,
    safety.history,
    safety.undo,
    safety.redo,
    safety.backup,
    safety.restore,
    safety.check,
):
    commands.add_command(_command)
