"""A changed member saved as the form saves it, without what hangs on him."""

from __future__ import annotations

from datetime import date

from app.domain.members import Member
from app.services.members import put_edited
from app.store.register import Register


def edit_member(register: Register, member: Member, *, today: date) -> Member:
    with register.change(f"Sửa hội viên {member.full_name}") as work:
        return put_edited(work, member, today=today)
