"""All kinds of record, in the order in which they can be loaded (what is linked to comes first)."""

from __future__ import annotations

from app.domain.activities import Activity
from app.domain.attachments import Attachment
from app.domain.branch import Branch
from app.domain.care import Campaign, Visit
from app.domain.certificates import IssuedCertificate, Printing
from app.domain.commendations import Award, AwardForm, AwardRound
from app.domain.counters import Counter
from app.domain.extras import ExtraField, ExtraValue
from app.domain.funds import BudgetLine, DuesRate, DuesWaiver, Fund, FundClosing, FundEntry
from app.domain.meetings import Attendance, Guest, Meeting
from app.domain.members import Consent, Honour, Member, NotSame, Policy
from app.domain.motions import Candidate, Election, Motion
from app.domain.offices import Office
from app.domain.record import Record
from app.domain.reports import ReceivedReport, Report, ReportFigure, ReportText, Subordinate
from app.domain.status import StatusEvent
from app.domain.tasks import Task
from app.domain.units import Unit, UnitEvent
from app.domain.views import SavedView

#: Every kind of record under its name in files, in the database and in the open format.
KINDS: dict[str, type[Record]] = {
    "branch": Branch,
    "units": Unit,
    "unit_events": UnitEvent,
    "members": Member,
    "policies": Policy,
    "honours": Honour,
    "status_events": StatusEvent,
    "offices": Office,
    "meetings": Meeting,
    "attendances": Attendance,
    "guests": Guest,
    "motions": Motion,
    "elections": Election,
    "candidates": Candidate,
    "tasks": Task,
    "award_forms": AwardForm,
    "award_rounds": AwardRound,
    "awards": Award,
    "issued_certificates": IssuedCertificate,
    "printings": Printing,
    "funds": Fund,
    "campaigns": Campaign,
    "visits": Visit,
    "fund_entries": FundEntry,
    "dues_rates": DuesRate,
    "dues_waivers": DuesWaiver,
    "budget_lines": BudgetLine,
    "fund_closings": FundClosing,
    "counters": Counter,
    "activities": Activity,
    "reports": Report,
    "report_texts": ReportText,
    "report_figures": ReportFigure,
    "subordinates": Subordinate,
    "received_reports": ReceivedReport,
    "extra_fields": ExtraField,
    "extra_values": ExtraValue,
    "consents": Consent,
    "attachments": Attachment,
    "not_same": NotSame,
    "saved_views": SavedView,
}

#: The name of each kind of record.
NAMES: dict[type[Record], str] = {kind: name for name, kind in KINDS.items()}
