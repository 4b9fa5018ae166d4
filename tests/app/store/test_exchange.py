"""Export, load, export: identical; and a document that cannot be loaded says which record is to blame."""

from __future__ import annotations

import copy
import json
from pathlib import Path
from typing import Any

import jsonschema
import pytest

from app.domain.members import Member
from app.errors import FieldError, FileProblemError, RuleError
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


def test_a_document_without_history_is_logged_as_one_change(
    register: Register, document: dict[str, Any]
) -> None:
    load(register, {key: held for key, held in document.items() if key != "changes"}, label="Nạp thử")
    assert [change.label for change in register.history()] == ["Nạp thử"]
    assert register.check() == []
    with pytest.raises(RuleError, match="Nạp thử"):
        register.undo()


def test_only_an_empty_register_is_filled(register: Register, document: dict[str, Any]) -> None:
    with register.change("Thêm") as work:
        work.add(Member(full_name="Nguyễn Văn An"))
    with pytest.raises(RuleError, match="đã có dữ liệu"):
        load(register, document)
    register.undo()
    with pytest.raises(RuleError, match="đã có dữ liệu"):
        load(register, document)


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
            FieldError,
            r"Hội viên thứ 1 \(mã member\)",
        ),
        (lambda d: d["records"]["members"][0].update(shoe_size=43), FieldError, "shoe_size"),
        (lambda d: d["records"]["members"][0].update(birth="1950-13"), FieldError, "Hội viên thứ 1"),
        (lambda d: d["records"]["members"][0].update(given_words="1"), FieldError, "Hội viên thứ 1"),
        (lambda d: d["records"]["members"].append(d["records"]["members"][0]), RuleError, "đã có"),
        (lambda d: d["records"]["honours"][0].update(member_id="nobody"), RuleError, "không còn trong sổ"),
        (lambda d: d.update(changes="none"), FileProblemError, "changes"),
        (lambda d: d["changes"][1].pop("label"), FileProblemError, "lịch sử thứ 2"),
        (lambda d: d["changes"][0].update(id="1"), FileProblemError, "lịch sử thứ 1"),
        (lambda d: d["changes"][0].update(kind="dream"), FileProblemError, "lịch sử thứ 1"),
        (lambda d: d["changes"][0]["items"][0].update(after={"id": "x"}), FileProblemError, "lịch sử thứ 1"),
        (lambda d: d["changes"][0]["items"][0].update(kind="boats"), FileProblemError, "lịch sử thứ 1"),
    ],
)
def test_a_document_that_cannot_be_is_refused_and_nothing_is_loaded(
    register: Register, document: dict[str, Any], spoil: Any, error: type[Exception], sentence: str
) -> None:
    spoilt = copy.deepcopy(document)
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
