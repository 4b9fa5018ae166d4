"""Consent to the use of personal data (Luật 91/2025/QH15, Điều 9; domain notes §7)."""

from __future__ import annotations

import dataclasses

from app.domain.members import Consent, Member
from app.errors import RuleError
from app.store.register import Register
from app.vietnamese.dates import PartialDate

#: What a member agrees to, unless the branch words it otherwise.
DEFAULT_SCOPE = "Quản lý hội viên, thăm hỏi, mừng thọ, thi đua khen thưởng, báo cáo Hội cấp trên"
#: How consent is given; suggestions for a free field.
WAYS = ("Ký vào phiếu đồng ý", "Ký vào đơn xin vào Hội", "Nói trực tiếp, có ghi biên bản")


def give(register: Register, consent: Consent) -> Consent:
    """Record that a member agreed."""
    with register.change("Ghi đồng ý về dữ liệu cá nhân") as work:
        work.get(Member, consent.member_id)
        return work.add(consent)


def withdraw(register: Register, member_id: str, *, on: PartialDate) -> Consent:
    """Record that a member took consent back; raises RuleError when none stands."""
    with register.change("Ghi rút lại đồng ý về dữ liệu cá nhân") as work:
        member = work.get(Member, member_id)
        standing = [each for each in work.all(Consent, member_id=member_id) if each.withdrawn is None]
        if not standing:
            raise RuleError(f"{member.full_name} chưa có đồng ý nào đang còn hiệu lực.")
        return work.replace(dataclasses.replace(standing[-1], withdrawn=on))
