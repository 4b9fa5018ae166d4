"""What is shown of one member: photo, sheet, life in the Hội, papers; what is private is asked for."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pytest
from PySide6.QtCore import QMimeData, QPointF, Qt, QUrl
from PySide6.QtGui import QColor, QDropEvent, QGuiApplication, QImage, QPainter
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLabel, QPushButton, QWidget
from pytestqt.qtbot import QtBot

from app.domain.attachments import Attachment
from app.domain.extras import ExtraField
from app.domain.meetings import Attendance, Meeting, Presence
from app.domain.members import Honour, Member, Policy, PolicyKind
from app.domain.status import StatusEvent, StatusKind
from app.services import extra_fields, history, meetings, members, photos
from app.store.register import Register
from app.vietnamese.dates import PartialDate
from tests.ui.conftest import TODAY
from ui.dialogs.attachment import AttachmentDialog, edit_paper
from ui.dialogs.photo import PhotoDialog, change_photo, image_of
from ui.dialogs.status_event import possible_kinds
from ui.messages import Recorder
from ui.page import Context
from ui.widgets.member_crop import CropView
from ui.widgets.member_detail import MemberDetail


def kept_papers(register: Register, member_id: str) -> tuple[Attachment, ...]:
    with register.read() as reader:
        return reader.all(Attachment, member_id=member_id)


@pytest.fixture
def member(context: Context) -> Member:
    register = context.services.register
    field, secret = ExtraField(name="Cỡ áo"), ExtraField(name="Nhóm máu", sensitive=True)
    extra_fields.save_fields(register, [field, secret])
    added = members.add_member(
        register,
        Member(full_name="Nông Văn Dền", birth=PartialDate(1950), phone="0912345678", ethnicity="Tày"),
        unit_id=None,
        today=TODAY,
    )
    with register.change("Thêm") as work:
        work.add(Policy(member_id=added.id, kind=PolicyKind.WOUNDED, rate="Hạng 3/4"))
        work.add(Honour(member_id=added.id, name="Huy chương Chiến sĩ vẻ vang"))
        extra_fields.put_values(work, added.id, {field.id: "XL", secret.id: "AB"})
    return added


@pytest.fixture
def detail(context: Context, member: Member, qtbot: QtBot) -> MemberDetail:
    made = MemberDetail(context)
    qtbot.addWidget(made)
    made.resize(460, 700)
    made.show()

    def show() -> None:
        register = context.services.register
        made.show_card(members.member_card(register, member.id, today=TODAY), TODAY.year)

    context.changes.happened.connect(lambda _kinds: show())
    show()
    return made


@pytest.fixture
def scan(tmp_path: Path) -> Path:
    path = tmp_path / "quyết định.pdf"
    path.write_bytes(b"%PDF-1.7 giay to")
    return path


@pytest.fixture
def portrait_file(tmp_path: Path) -> Path:
    """A landscape picture: red at the left, blue at the right."""
    image = QImage(800, 600, QImage.Format.Format_RGB32)
    image.fill(QColor("red"))
    painter = QPainter(image)
    painter.fillRect(400, 0, 400, 600, QColor("blue"))
    painter.end()
    path = tmp_path / "chân dung.png"
    assert image.save(str(path))
    return path


def said(widget: QWidget) -> str:
    QApplication.processEvents()  # what was just laid out shows itself
    return "\n".join(label.text() for label in widget.findChildren(QLabel) if label.isVisibleTo(widget))


def shows_photo(detail: MemberDetail) -> bool:
    return detail.sheet.portrait is not None and detail.sheet.portrait.has_photo


def stored(context: Context, member: Member) -> Member:
    with context.services.register.read() as reader:
        return reader.get(Member, member.id)


def test_what_is_private_is_hidden_until_asked_for_and_again_for_the_next(
    context: Context, detail: MemberDetail
) -> None:
    sheet = detail.sheet
    assert "Đang sinh hoạt" in said(sheet)
    assert "74 tuổi" in said(sheet)
    assert "XL" in said(sheet)
    for secret in ("Tày", "AB", "Hạng 3/4"):
        assert secret not in said(sheet)
    assert sheet.private_button is not None
    sheet.private_button.click()
    for secret in ("Tày", "AB", "Hạng 3/4"):
        assert secret in said(sheet)
    other = members.add_member(
        context.services.register, Member(full_name="Lý Thị Mai", ethnicity="Dao"), unit_id=None, today=TODAY
    )
    detail.tabs.setCurrentIndex(1)
    for _ in range(2):  # shown, and shown again after a change, while another tab is looked at
        detail.show_card(members.member_card(context.services.register, other.id, today=TODAY), TODAY.year)
    detail.tabs.setCurrentIndex(0)
    assert "Lý Thị Mai" in said(sheet)
    assert "Dao" not in said(sheet)
    detail.show_nothing()
    assert "Lý Thị Mai" not in said(detail)
    assert not detail.edit_button.isEnabled()


def test_who_is_away_is_said_to_be_and_can_return(
    context: Context, member: Member, detail: MemberDetail
) -> None:
    register = context.services.register
    kinds = possible_kinds(members.member_card(register, member.id, today=TODAY).standing.status)  # type: ignore[union-attr]
    assert StatusKind.AWAY in kinds
    assert StatusKind.RETURNED not in kinds
    event = StatusEvent(member_id=member.id, kind=StatusKind.AWAY, on=PartialDate(2023, 5))
    members.record_event(register, event, today=TODAY)
    card = members.member_card(register, member.id, today=TODAY)
    detail.show_card(card, TODAY.year)
    assert "Tạm vắng" in said(detail.sheet)
    assert card.standing is not None
    assert possible_kinds(card.standing.status, is_away=True)[0] is StatusKind.RETURNED
    detail.tabs.setCurrentIndex(1)
    opened: list[StatusEvent] = []
    detail.event_opened.connect(opened.append)
    links = [b for b in detail.deeds.findChildren(QPushButton) if "Tạm vắng" in b.accessibleName()]
    links[0].click()
    assert [each.id for each in opened] == [event.id]


def test_each_year_tells_how_often_he_came_to_the_meetings(
    context: Context, member: Member, detail: MemberDetail
) -> None:
    register = context.services.register
    held = (
        (date(2023, 2, 1), Presence.LATE),
        (date(2023, 7, 1), Presence.EXCUSED),
        (date(2022, 7, 1), Presence.ABSENT),
        (date(2024, 6, 1), Presence.PRESENT),  # is still to come
    )
    for on, presence in held:
        meeting = Meeting(name="Họp chi hội", on=on)
        roll = [Attendance(meeting_id=meeting.id, member_id=member.id, presence=presence)]
        meetings.save_meeting(register, meeting, attendances=roll)
    detail.show_card(members.member_card(register, member.id, today=TODAY), TODAY.year)
    detail.tabs.setCurrentIndex(1)
    text = said(detail.deeds).replace("\N{NO-BREAK SPACE}", " ")
    assert "1/2 (50%) · muộn 1 · vắng có lý do 1" in text
    assert "0/1 (0%) · vắng không lý do 1" in text
    assert "1/1" not in text


def test_a_paper_is_added_opened_renamed_written_out_and_taken_out(
    context: Context, member: Member, messages: Recorder, detail: MemberDetail, scan: Path, tmp_path: Path
) -> None:
    register = context.services.register
    papers = detail.papers
    detail.tabs.setCurrentIndex(2)
    messages.paths.append(scan)
    papers.add_button.click()
    assert detail.tabs.tabText(2) == "Giấy tờ (1)"
    assert papers.table.current_row().name == "quyết định"
    QTest.keyClick(papers.table, Qt.Key.Key_Return)
    assert messages.opened[0].read_bytes() == scan.read_bytes()
    assert messages.opened[0].suffix == ".pdf"

    asked: list[Attachment] = []
    detail.paper_opened.connect(asked.append)
    buttons = {button.text(): button for button in papers.findChildren(QPushButton)}
    buttons["Đổi tên…"].click()
    dialog = edit_paper(context, asked[0], detail)
    assert isinstance(dialog, AttachmentDialog)
    dialog.form.editor("name").set_value("Quyết định tặng Huân chương")
    dialog.form.editor("on").set_value(PartialDate(1985))
    dialog.try_save()
    assert not dialog.isVisible()
    assert papers.table.current_row().name == "Quyết định tặng Huân chương"

    target = tmp_path / "ra.pdf"
    messages.paths.append(target)
    buttons["Ghi ra…"].click()
    assert target.read_bytes() == scan.read_bytes()
    assert "ra.pdf" in messages.notices[-1].text

    QTest.keyClick(papers.table, Qt.Key.Key_Delete)
    assert kept_papers(register, member.id) == ()
    assert detail.tabs.tabText(2) == "Giấy tờ"
    assert not buttons["Mở"].isEnabled()
    history.undo(register)
    assert len(kept_papers(register, member.id)) == 1


def test_files_dropped_on_the_papers_are_kept_and_a_bad_one_is_told(
    context: Context, member: Member, messages: Recorder, detail: MemberDetail, scan: Path, tmp_path: Path
) -> None:
    empty = tmp_path / "trống.pdf"
    empty.touch()
    detail.tabs.setCurrentIndex(2)
    drop(detail.papers, scan, empty)
    kept = kept_papers(context.services.register, member.id)
    assert [each.file_name for each in kept] == ["quyết định.pdf"]
    assert "trống.pdf" in messages.errors[0].message
    detail.show_nothing()
    drop(detail.papers, scan)
    assert len(kept_papers(context.services.register, member.id)) == 1


def drop(widget: QWidget, *paths: Path) -> None:
    data = QMimeData()
    data.setUrls([QUrl.fromLocalFile(str(path)) for path in paths])
    left = Qt.MouseButton.LeftButton
    none = Qt.KeyboardModifier.NoModifier
    event = QDropEvent(QPointF(9, 9), Qt.DropAction.CopyAction, data, left, none)
    widget.dropEvent(event)


# ---------------------------------------------------------------- the photo


@pytest.fixture
def photo_dialog(context: Context, member: Member, detail: MemberDetail) -> Iterator[PhotoDialog]:
    change_photo(context, member, detail)
    (dialog,) = detail.findChildren(PhotoDialog)
    yield dialog
    dialog.hide()


def test_a_portrait_is_cut_from_the_frame_shown_and_taken_away(
    context: Context,
    member: Member,
    messages: Recorder,
    detail: MemberDetail,
    photo_dialog: PhotoDialog,
    portrait_file: Path,
) -> None:
    assert not shows_photo(detail)
    assert not photo_dialog.save_button.isEnabled()
    messages.paths.append(portrait_file)
    photo_dialog.choose_button.click()
    view = photo_dialog.view
    for _ in range(40):
        QTest.keyClick(view, Qt.Key.Key_Left)  # as far as it goes
    left, top, right, bottom = view.fractions()
    assert left == 0
    assert (right - left) * 800 == pytest.approx((bottom - top) * 600 * 3 / 4)
    QTest.keyClick(view, Qt.Key.Key_Minus)
    assert view.fractions()[2] - view.fractions()[0] < right - left
    for _ in range(40):
        QTest.keyClick(view, Qt.Key.Key_Left)
    assert photo_dialog.preview.pixmap().toImage().pixelColor(20, 20).red() > 200
    photo_dialog.try_save()
    kept = photos.photo_of(context.services.register, member.id)
    assert kept is not None
    portrait = QImage.fromData(kept)
    assert portrait.size().toTuple() == photos.SIZE
    assert portrait.pixelColor(225, 300).red() > 200
    assert portrait.pixelColor(225, 300).blue() < 60
    assert shows_photo(detail)

    change_photo(context, member, detail)
    again = detail.findChildren(PhotoDialog)[-1]
    next(button for button in again.findChildren(QPushButton) if button.text() == "Bỏ ảnh").click()
    assert not again.isVisible()
    assert stored(context, member).photo == ""
    assert not shows_photo(detail)


def test_a_pasted_picture_is_turned_and_what_is_no_picture_is_refused(
    context: Context, member: Member, photo_dialog: PhotoDialog, portrait_file: Path, scan: Path
) -> None:
    photo_dialog.read(scan)
    assert "không phải ảnh" in photo_dialog.error
    clipboard = QGuiApplication.clipboard()
    clipboard.setText("chữ")
    photo_dialog.paste()
    assert "Chưa có ảnh nào được chép" in photo_dialog.error
    clipboard.setImage(QImage(str(portrait_file)))
    photo_dialog.paste()
    assert photo_dialog.error == ""
    photo_dialog.turn(90)
    assert photo_dialog.view.image.size().toTuple() == (600, 800)
    photo_dialog.try_save()
    kept = photos.photo_of(context.services.register, member.id)
    assert kept is not None
    portrait = QImage.fromData(kept)
    assert portrait.pixelColor(225, 20).red() > 200  # the left side is above now
    assert portrait.pixelColor(225, 580).blue() > 200
    clipboard.clear()


def test_the_frame_stays_within_the_picture_and_three_to_four(context: Context, qtbot: QtBot) -> None:
    view = CropView(context.theme)
    qtbot.addWidget(view)
    view.resize(400, 300)
    view.set_image(QImage(400, 300, QImage.Format.Format_RGB32))
    view.show()
    corner = view.frame_on_screen().bottomRight().toPoint()
    QTest.mousePress(view, Qt.MouseButton.LeftButton, pos=corner)
    QTest.mouseMove(view, corner.__class__(corner.x() - 60, corner.y() - 80))
    QTest.mouseRelease(view, Qt.MouseButton.LeftButton)
    left, top, right, bottom = view.fractions()
    assert (right - left) * 400 == pytest.approx((bottom - top) * 300 * 3 / 4)
    assert bottom < 0.8
    inside = view.frame_on_screen().center().toPoint()
    QTest.mousePress(view, Qt.MouseButton.LeftButton, pos=inside)
    QTest.mouseMove(view, corner.__class__(2000, 2000))
    QTest.mouseRelease(view, Qt.MouseButton.LeftButton)
    assert view.fractions()[2:] == pytest.approx((1.0, 1.0))
    view.size_by(100)
    assert view.fractions()[3] - view.fractions()[1] == pytest.approx(1.0)
    view.size_by(0.0001)
    assert view.fractions()[2] - view.fractions()[0] > 0.05


def test_a_picture_of_a_telephone_is_read_small_and_upright(tmp_path: Path) -> None:
    from io import BytesIO

    from PIL import Image

    held = BytesIO()
    exif = Image.Exif()
    exif[0x0112] = 6  # turned by the camera
    Image.new("RGB", (4000, 3000), "white").save(held, "JPEG", exif=exif)
    image = image_of(held.getvalue())
    assert image.size().toTuple() == (1200, 1600)
