"""Export, load, export: identical; and a document that cannot be loaded says which record is to blame."""

from __future__ import annotations

import contextlib
import copy
import json
import shutil
from pathlib import Path
from typing import Any

import jsonschema
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from app.domain.branch import new_branch
from app.domain.members import Member
from app.domain.record import from_document, to_document
from app.domain.registry import KINDS
from app.errors import FileProblemError, RuleError, SoHoiError
from app.store.exchange import dump, load
from app.store.register import Register
from app.store.schema import schema
from tests.app.store.conftest import clock
from tests.migrations.make_sample import make

SCHEMA = Path(__file__).parents[3] / "docs" / "register.schema.json"


@pytest.fixture(scope="module")
def document(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Any]:
    path = tmp_path_factory.mktemp("exchange") / "sample.sohoi"
    make(path)
    with Register.open(path, clock=clock) as register, register.read() as reader:
        return json.loads(json.dumps(dump(reader), ensure_ascii=False))  # type: ignore[no-any-return]


def before(document: dict[str, Any]) -> dict[str, Any]:
    """What the log says a member was before the second change."""
    return document["changes"][1]["items"][0]["before"]  # type: ignore[no-any-return]


def test_export_load_export_is_identical_and_still_undoable(
    register: Register, document: dict[str, Any]
) -> None:
    load(register, document)
    with register.read() as reader:
        assert json.dumps(dump(reader), ensure_ascii=False) == json.dumps(document, ensure_ascii=False)
    assert register.check() == []
    assert register.changed_since_open
    assert register.redo().label == "Làm lại: Sửa nhầm"
    assert register.undo().label == "Hoàn tác: Sửa nhầm"
    assert register.undo().label == "Hoàn tác: Sửa hội viên"


def test_an_export_of_an_older_format_is_loaded_though_it_lacks_later_fields(
    register: Register, document: dict[str, Any]
) -> None:
    later: dict[str, dict[str, Any]] = {
        "members": {"photo": ""},
        "award_rounds": {"decider": "", "heading": "", "submitted_on": None, "by_ballot": False},
        "awards": {"verdict": "open", "nudges": "", "handed_on": None},
    }
    expected, older = copy.deepcopy(document), copy.deepcopy(document)
    for each in (expected, older):
        said = [(kind, record) for kind in later for record in each["records"][kind]]
        for item in (item for change in each["changes"] for item in change["items"]):
            said += [(item["kind"], item[side]) for side in ("before", "after") if item[side]]
        for kind, record in said:
            record.update(later.get(kind, {}))
            if each is older:
                for name in later.get(kind, {}):
                    del record[name]
    load(register, older)
    with register.read() as reader:
        loaded = dump(reader)
    assert (loaded["records"], loaded["changes"]) == (expected["records"], expected["changes"])
    assert register.check() == []


def test_a_document_without_history_is_logged_as_one_change(
    register: Register, document: dict[str, Any]
) -> None:
    load(register, {key: held for key, held in document.items() if key != "changes"}, label="Nạp thử")
    assert [change.label for change in register.history()] == ["Nạp thử"]
    assert register.check() == []
    with pytest.raises(RuleError, match="hoàn tác"):
        register.undo()


def test_a_register_that_holds_only_its_branch_is_filled(
    register: Register, document: dict[str, Any]
) -> None:
    with register.change("Lập sổ") as work:
        work.add(new_branch("Hội mới lập"))
    load(register, document)
    with register.read() as reader:
        assert json.dumps(dump(reader), ensure_ascii=False) == json.dumps(document, ensure_ascii=False)
    assert register.check() == []


def test_a_register_with_more_than_its_branch_is_not_filled(
    register: Register, document: dict[str, Any]
) -> None:
    with register.change("Thêm") as work:
        work.add(Member(full_name="Nguyễn Văn An"))
    with pytest.raises(RuleError, match="sổ mới"):
        load(register, document)
    register.undo()  # it is empty again, but its history would be lost
    with pytest.raises(RuleError, match="sổ mới"):
        load(register, document)
    assert len(register.history()) == 2


def places(held: Any, path: tuple[Any, ...] = ()) -> list[tuple[Any, ...]]:
    """Where something lies in a document."""
    found = [path]
    if isinstance(held, dict | list):
        for key, each in held.items() if isinstance(held, dict) else enumerate(held):
            place = (*path, key)
            found += places(each, place) if isinstance(each, dict | list) else [place]
    return found


SCALARS = (
    st.none()
    | st.booleans()
    | st.integers()
    | st.floats()
    | st.text()
    | st.sampled_from(
        ["", "member", "branch", "do", "undo", "1950-13", "2024-01-05", 2**70, "\ud800", "a\nb"]
    )
)
VALUES = st.recursive(
    SCALARS,
    lambda each: st.lists(each, max_size=3) | st.dictionaries(st.text(max_size=5), each, max_size=3),
    max_leaves=5,
)


@settings(max_examples=80)
@given(data=st.data())
def test_whatever_a_document_holds_is_loaded_or_refused_in_words_and_undoing_keeps_it_sound(
    data: st.DataObject, document: dict[str, Any], template: Path, tmp_path_factory: pytest.TempPathFactory
) -> None:
    spoilt = json.loads(json.dumps(document))
    for _ in range(data.draw(st.integers(1, 3))):
        every = [place for place in places(spoilt) if place]
        if not every:
            break
        *way, last = data.draw(st.sampled_from(every))
        holder = spoilt
        for step in way:
            holder = holder[step]
        if data.draw(st.booleans()):
            holder[last] = data.draw(VALUES)
        else:
            del holder[last]
    path = tmp_path_factory.mktemp("fuzz") / "a.sohoi"
    shutil.copyfile(template, path)
    with Register.open(path, clock=clock) as register:
        try:
            load(register, spoilt)
        except FileProblemError as problem:
            refused = problem.message
        else:
            refused = ""
        if refused:
            assert len(refused.splitlines()) == 1
            assert len(refused) < 500
            assert register.history() == ()
            return
        for act in (register.redo, register.undo, register.undo, register.undo):
            with contextlib.suppress(SoHoiError):
                act()
        with register.read() as reader:
            for kind in KINDS.values():
                for record in reader.all(kind):
                    assert from_document(kind, to_document(record)) == record


@pytest.mark.parametrize(
    ("spoil", "error", "sentence"),
    [
        (lambda d: d.update(format="odt"), FileProblemError, "không phải là bản xuất"),
        (lambda d: d.update(version=2), FileProblemError, "mới hơn"),
        (lambda d: d.pop("records"), FileProblemError, "records"),
        (lambda d: d["records"].update(boats=[]), FileProblemError, "boats"),
        (lambda d: d["records"].update(members={}), FileProblemError, "members"),
        (lambda d: d["records"].update(members=["Lai"]), FileProblemError, "Hội viên thứ 1"),
        (
            lambda d: d["records"]["members"][0].update(full_name=""),
            FileProblemError,
            r"Hội viên thứ 1 \(mã member\)",
        ),
        (lambda d: d["records"]["members"][0].update(shoe_size=43), FileProblemError, "shoe_size"),
        (lambda d: d["records"]["members"][0].update(birth="1950-13"), FileProblemError, "Hội viên thứ 1"),
        (lambda d: d["records"]["members"][0].update(given_words="1"), FileProblemError, "Hội viên thứ 1"),
        (lambda d: d["records"]["members"].append(d["records"]["members"][0]), FileProblemError, "đã có"),
        (
            lambda d: d["records"]["honours"][0].update(member_id="nobody"),
            FileProblemError,
            "không còn trong sổ",
        ),
        (lambda d: d.update(changes="none"), FileProblemError, "changes"),
        (lambda d: d["changes"][1].pop("label"), FileProblemError, "lịch sử thứ 2"),
        (lambda d: d["changes"][0].update(id="1"), FileProblemError, "lịch sử thứ 1"),
        (lambda d: d["changes"][0].update(kind="dream"), FileProblemError, "lịch sử thứ 1"),
        (lambda d: d["changes"][0]["items"][0].update(after={"id": "x"}), FileProblemError, "lịch sử thứ 1"),
        (lambda d: d["changes"][0]["items"][0].update(kind="boats"), FileProblemError, "lịch sử thứ 1"),
        (lambda d: d["changes"][0].update(items="none"), FileProblemError, "lịch sử thứ 1"),
        (lambda d: d["changes"][0].update(at="hôm qua"), FileProblemError, "lịch sử thứ 1"),
        (lambda d: d["changes"][1].update(id=1), FileProblemError, "lịch sử thứ 2"),
        (lambda d: d["changes"][1].update(undone_by=99), FileProblemError, "lịch sử thứ 2"),
        (lambda d: d["changes"][1].update(undoes=2), FileProblemError, "lịch sử thứ 2"),
        (lambda d: before(d).update(full_name=""), FileProblemError, "lịch sử thứ 2"),
        (lambda d: before(d).update(full_name=["An"]), FileProblemError, "lịch sử thứ 2"),
        (lambda d: before(d).update(birth={"year": 1950}), FileProblemError, "lịch sử thứ 2"),
        (lambda d: before(d).update(id="another"), FileProblemError, "lịch sử thứ 2"),
        (lambda d: before(d).update(shoe_size=43), FileProblemError, "lịch sử thứ 2"),
        (lambda d: before(d).pop("full_name"), FileProblemError, "lịch sử thứ 2"),
        (lambda d: before(d).pop("id"), FileProblemError, "lịch sử thứ 2"),
        (lambda d: d["changes"][0]["items"][0].update(after=None), FileProblemError, "lịch sử thứ 1"),
        (lambda d: d["changes"][0].update(label="\ud800"), FileProblemError, "không đọc được"),
        (lambda d: d.update(version=True), FileProblemError, "version"),
    ],
)
def test_a_document_that_cannot_be_is_refused_and_nothing_is_loaded(
    register: Register, document: dict[str, Any], spoil: Any, error: type[Exception], sentence: str
) -> None:
    spoilt = json.loads(json.dumps(document))
    spoil(spoilt)
    with pytest.raises(error, match=sentence):
        load(register, spoilt)
    with register.read() as reader:
        assert reader.count(Member) == 0
    assert not register.changed_since_open
    assert register.history() == ()


def test_what_is_no_document_at_all_is_refused(register: Register) -> None:
    nothings: tuple[object, ...] = (None, [], "x", {})
    for nothing in nothings:
        with pytest.raises(FileProblemError):
            load(register, nothing)


def test_every_export_follows_the_schema(document: dict[str, Any]) -> None:
    jsonschema.Draft202012Validator.check_schema(schema())
    jsonschema.validate(document, schema())
    wrong = copy.deepcopy(document)
    wrong["records"]["members"][0]["gender"] = "neither"
    with pytest.raises(jsonschema.ValidationError):
        jsonschema.validate(wrong, schema())


def test_the_schema_in_the_documentation_is_todays() -> None:
    assert SCHEMA.read_text(encoding="utf-8") == json.dumps(schema(), ensure_ascii=False, indent=2) + "\n"
