"""The words by which lists name their columns, folded (small letters, no accents, no punctuation).

``EXACT`` titles count only as a whole; ``PHRASES`` also inside a longer title, the longest one winning. A
field is a
field of :class:`app.domain.members.Member` or one of: ``number`` (STT), ``family`` and ``given`` (a name in
two
columns), ``male`` and ``female`` (a year or a mark in the column of the sex), ``chapter``, ``unit`` (chi hội
or army
unit, decided later), ``role``, ``policies``.
"""

from __future__ import annotations

_EXACT = {
    "number": "stt|tt|so tt|so thu tu|thu tu|no|s t t|#",
    "full_name": (
        "h ten|h va ten|ho va ten hv|ho va ten dong chi|ten dong chi|member name|ten hv|ho ten hv"
        "|ten hoi vien|hoi vien|nguoi|ho va|ho va ten khai sinh|name|full name|full_name"
    ),
    "family": (
        "surname|last name|family name|ho va lot|ho va ten lot|ho|ho dem|ho va dem|ho lot|ho va ten dem"
        "|ho ten dem|ho chu dem|ho va chu dem|ho va chu lot"
    ),
    "given": "first name|given name|ten|ten goi",
    "birth": (
        "n sinh|nsinh|ns|n s|ng sinh|ngsinh|ntns|n t n s|ntn sinh|nt ns|dob|d o b|birthday|birth date"
        "|birthdate|year of birth|yob|birth year|ngay thang nam s|sinh|sn|birth|nam sinh nam nu"
        "|ngay sinh nam sinh|date of birth"
    ),
    "male": "nam|nam sinh nam|nam nam sinh|nam sinh cua nam|ngay sinh nam",
    "female": "nu|nam sinh nu|nu nam sinh|nam sinh cua nu|ngay sinh nu",
    "gender": "g tinh|gtinh|g t|gt|phai|gioi|nam nu|gender|sex|nu nam|gioi tinh nam nu",
    "ethnicity": "d toc|dtoc|ethnic|ethnic group|dt|ethnicity",
    "religion": "ton giao|religion",
    "hometown": "q quan|qquan|qq|q q|home town|native place|place of origin|que|nguyen quan|hometown",
    "address": (
        "d chi|dchi|d c|t tru|ttru|hien o|cho o h nay|noi o h nay|residence|home address|dia chi|cho o"
        "|noi o|o|tru quan|thuong tru|address"
    ),
    "phone": (
        "d thoai|dthoai|so d thoai|s d t|so dtdd|so di dong|mobile phone|phone number|phone no|telephone"
        "|telephone number|cell phone|mobile number|contact|sdt|dt di dong|dien thoai|dtdd|dt|so dt"
        "|so dthoai|mobile|phone|tel|di dong|lien he|so lien he"
    ),
    "national_id": (
        "so cccd|so cmnd|id number|id no|id card|national id|citizen id|identity card|cc cd|cccd|cmnd|cmt"
        "|cmtnd|so cc|dinh danh|can cuoc|national_id"
    ),
    "chapter": (
        "c hoi|choi|branch|chi hoi|to|to hoi|phan hoi|chi hoi to|chi hoi phuong xa|phuong|xa|phuong xa"
        "|xa phuong|chapter|ch"
    ),
    "unit": "don vi|dv|don vi cu",
    "role": "c vu|cvu|c danh|position|chuc vu|chuc danh|nhiem vu|role|cv",
    "joined": (
        "v hoi|nam vh|ngay vh|vh|nam kn|ngay kn|join date|date joined|joined date|date of joining|vao hoi"
        "|ket nap|nam ket nap|ngay ket nap|joined"
    ),
    "enlisted": "n ngu|nngu|nam nn|ngay nn|nhap ngu|nn|enlisted",
    "discharged": "x ngu|xngu|nam xn|ngay xn|xuat ngu|xn|phuc vien|ra quan|discharged",
    "rank": "c bac|cbac|cap hieu|cap bac|quan ham|rank",
    "party_joined": "v dang|vdang|nam vd|ngay vd|vao dang|dang vien|ngay vao dang|party_joined",
    "category": "doi tuong|thanh phan|dien|loai hoi vien",
    "policies": (
        "tb|bb|tbb|cddc|cdhh|cdmdc|hcdc|nndc|tb bb|thuong binh|benh binh|chat doc da cam|da cam|nhiem cddc"
        "|nhiem chat doc|chinh sach|che do|policies"
    ),
    "note": "notes|remark|remarks|comment|comments|g chu|gchu|ghi c|ghi chu|ghi chu khac|note|gc|chu thich",
    "code": "ma|ma so|ma hv|ma hoi vien|code|so hieu|ma so hv",
    "card_number": "the|so the|the hoi vien|so the hv|the hv",
    "education": "van hoa|hoc van|tdvh",
    "profession": "nghe nghiep|chuyen mon|nghe",
    "health": "suc khoe",
    "hardship": "hoan canh|ho ngheo|kho khan",
    "service_unit": "service_unit",
    "status": "tinh trang|trang thai|bien dong|status|tang giam|ly do giam",
    "died_on": "mat|ngay mat|nam mat|tu tran|tu tran ngay|da mat",
    "moved_on": "chuyen di|ngay chuyen|nam chuyen",
    "left_on": "ra khoi hoi|ra hoi|thoi|xin ra|ngay ra|ngay thoi",
}

_PHRASES = {
    "full_name": (
        "ho va ten|ho ten|ho dem va ten|ho ten hoi vien|ho va ten hoi vien|ten hoi vien"
        "|ho chu dem va ten|ho dem ten|ho lot va ten"
    ),
    "family": "ho va ten dem|ho ten dem|ho va chu dem|ho va chu lot",
    "birth": (
        "nam sinh|ngay sinh|ngay thang nam sinh|sinh ngay|sinh nam|ngay thang sinh|thang nam sinh|sinh thang"
    ),
    "gender": "gioi tinh",
    "ethnicity": "dan toc",
    "religion": "ton giao",
    "hometown": "que quan|nguyen quan|que goc",
    "address": (
        "noi o|cho o|dia chi|noi cu tru|noi thuong tru|thuong tru|noi o hien nay|cho o hien nay"
        "|noi cu ngu|ho khau|tam tru|dang ky ho khau|to dan pho|khu pho"
    ),
    "old_address": "dia chi cu|noi o cu|dia chi truoc",
    "phone": "dien thoai|so dien thoai|sdt|di dong|dtdd|so may|zalo|so lien lac|dien thoai lien he",
    "national_id": (
        "cccd|cmnd|cmtnd|cmt|can cuoc|can cuoc cong dan|dinh danh|chung minh|chung minh nhan dan"
        "|so dinh danh ca nhan"
    ),
    "chapter": (
        "chi hoi|sinh hoat tai|noi sinh hoat|thuoc chi hoi|ten chi hoi|don vi chi hoi|to chi hoi"
        "|phan hoi|don vi sinh hoat|hoi co so"
    ),
    "role": (
        "chuc vu hoi|chuc vu trong hoi|chuc danh trong hoi|chuc vu chi hoi|chuc vu o hoi"
        "|nhiem vu trong hoi|chuc vu hien nay|chuc danh hoi|chuc vu o chi hoi|chuc vu"
    ),
    "joined": (
        "vao hoi|ngay vao hoi|nam vao hoi|ngay ket nap|nam ket nap|ket nap hoi|ket nap vao hoi"
        "|tham gia hoi|ngay tham gia hoi|gia nhap hoi"
    ),
    "enlisted": "nhap ngu|ngay nhap ngu|tham gia quan doi|vao bo doi|ngay vao bo doi|tham gia tnxp",
    "discharged": "xuat ngu|phuc vien|ra quan|ngay ra quan|chuyen nganh",
    "rank": "cap bac|quan ham|cap bac cao nhat|cap bac chuc vu|cap bac va chuc vu",
    "military_post": "chuc vu trong quan doi|chuc vu quan doi|chuc vu quan ngu|chuc vu cao nhat",
    "service_unit": (
        "don vi quan doi|don vi trong quan doi|don vi chien dau|don vi phuc vu|don vi quan ngu"
        "|don vi khi nhap ngu|don vi trong khang chien|phien hieu don vi|phien hieu|don vi truoc khi"
        "|don vi cong tac"
    ),
    "route_unit": "don vi truong son|don vi o truong son|don vi tren truong son|don vi tai truong son",
    "route_from": "vao truong son|o truong son tu|thoi gian o truong son tu|ngay vao truong son",
    "route_to": "ra truong son|o truong son den|thoi gian o truong son den",
    "party_joined": (
        "vao dang|ngay vao dang|nam vao dang|vao dang csvn|ngay ket nap dang|ket nap dang|nam ket nap dang"
    ),
    "party_official": "dang chinh thuc|vao dang chinh thuc|ngay chinh thuc|chinh thuc",
    "party_cell": "chi bo|sinh hoat dang",
    "party_badge": "huy hieu dang|huy hieu",
    "category": "doi tuong|thanh phan tham gia|doi tuong hoi vien",
    "policies": (
        "dien chinh sach|thuong binh|benh binh|doi tuong chinh sach|chinh sach|che do chinh sach"
        "|thuong benh binh|gia dinh chinh sach|nguoi co cong"
    ),
    "hardship": "ho ngheo|can ngheo|kho khan|hoan canh|hoan canh kho khan|hoan canh gia dinh",
    "health": "suc khoe|tinh trang suc khoe",
    "education": "trinh do van hoa|trinh do vh|hoc van|trinh do hoc van|van hoa",
    "profession": "chuyen mon|nghe nghiep|trinh do chuyen mon",
    "code": "ma hoi vien|ma so hoi vien|ma hv",
    "card_number": "so the|the hoi vien|so the hoi vien",
    "note": "ghi chu",
    "status": (
        "tinh trang sinh hoat|tinh trang hoi vien|trang thai hoi vien|trang thai sinh hoat|ghi chu bien dong"
        "|bien dong hoi vien|tinh trang hien nay|tinh trang hien tai"
    ),
    "died_on": "ngay tu tran|nam tu tran|ngay qua doi|nam qua doi|ngay mat|nam mat",
    "moved_on": "ngay chuyen di|nam chuyen di|ngay chuyen sinh hoat",
    "left_on": (
        "ngay ra khoi hoi|nam ra khoi hoi|ngay xin ra|ngay ra hoi|ngay thoi sinh hoat|ngay xoa ten"
        "|ngay thoi|ngay ra khoi"
    ),
}

EXACT = {title: field for field, titles in _EXACT.items() for title in titles.split("|")}
PHRASES = {title: field for field, titles in _PHRASES.items() for title in titles.split("|")}
