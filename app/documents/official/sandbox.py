"""What a Word template may make the program do: put in words that it knows, and go through its lists once.

A template comes from a user's folder, or from somebody else's. It can call nothing, reach nothing but the
words of the paper, and never take more than a few moments.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from typing import Any

from jinja2 import StrictUndefined, nodes
from jinja2.exceptions import TemplateSyntaxError
from jinja2.sandbox import SandboxedEnvironment

from app.documents.official.placeholders import PARTS

#: Characters of text with its marks that one part of a paper may become.
MOST_MADE = 60_000_000
_FILTERS = frozenset({"upper", "lower", "title", "trim", "default", "length"})
_ALLOWED = (
    nodes.Template, nodes.Output, nodes.TemplateData, nodes.Name, nodes.Getattr, nodes.Const, nodes.If,
    nodes.For, nodes.Compare, nodes.Operand, nodes.And, nodes.Or, nodes.Not, nodes.Filter,
)  # fmt: skip
_MARKS = re.compile(r"<[^>]*>")
_LONGEST_SHOWN = 60


class TemplateRefusedError(Exception):
    """What is wrong with a template, as the end of a sentence that begins with its name."""


class TemplateEnvironment(SandboxedEnvironment):
    """Jinja for Word templates: escapes what it puts in, and refuses what it does not know."""

    def __init__(self, names: frozenset[str]) -> None:
        """Know these names."""
        super().__init__(autoescape=True, undefined=StrictUndefined)
        self._names = names
        self.globals.clear()
        self.filters = {name: each for name, each in self.filters.items() if name in _FILTERS}

    def from_string(self, source: Any, *args: Any, **kwargs: Any) -> Any:
        """The template of a text, checked; raises TemplateRefusedError."""
        try:
            tree = self.parse(source)
        except TemplateSyntaxError as error:
            lines = str(source).splitlines()
            near = _shown(lines[error.lineno - 1]) if 0 < error.lineno <= len(lines) else ""
            raise TemplateRefusedError(
                f"viết sai ở chỗ điền{f' “{near}”' if near else ''}: thiếu dấu, hoặc mở mà chưa đóng"
            ) from error
        self._check(tree, self._names, None)
        return _Bounded(super().from_string(source, *args, **kwargs))

    def _check(self, node: nodes.Node, names: frozenset[str], loop: str | None) -> None:
        if isinstance(node, nodes.Name):
            if node.name not in names:
                raise TemplateRefusedError(f"có chỗ điền “{node.name}” mà chương trình không biết")
            return
        if not isinstance(node, _ALLOWED):
            raise TemplateRefusedError("có lệnh mà chương trình không cho dùng trong mẫu")
        if isinstance(node, nodes.Getattr) and node.attr not in PARTS:
            raise TemplateRefusedError(f"có chỗ điền “.{node.attr}” mà chương trình không biết")
        if isinstance(node, nodes.Filter) and node.name not in _FILTERS:
            raise TemplateRefusedError(f"có lệnh “{node.name}” mà chương trình không cho dùng trong mẫu")
        if isinstance(node, nodes.For):
            names, loop = self._check_loop(node, names, loop)
            for child in (*node.body, *node.else_):
                self._check(child, names, loop)
            return
        for child in node.iter_child_nodes():
            self._check(child, names, loop)

    def _check_loop(
        self, node: nodes.For, names: frozenset[str], loop: str | None
    ) -> tuple[frozenset[str], str]:
        """A loop goes through a list of the paper; one inside it through a part of what the outer one is at.

        So a template works in proportion to the paper, however its loops are nested.
        """
        self._check(node.iter, names, loop)
        plain = isinstance(node.target, nodes.Name) and node.test is None and not node.recursive
        if loop is None:
            sound = isinstance(node.iter, nodes.Name)
        else:
            at = node.iter.node if isinstance(node.iter, nodes.Getattr) else None
            sound = isinstance(at, nodes.Name) and at.name == loop
        if not plain or not sound or not isinstance(node.target, nodes.Name):
            raise TemplateRefusedError("có lệnh lặp (for) mà chương trình không cho dùng trong mẫu")
        return names | {node.target.name, "loop"}, node.target.name


class _Bounded:
    """A template that stops when it makes too much."""

    def __init__(self, template: Any) -> None:
        self._template = template

    def render(self, words: Mapping[str, object]) -> str:
        """The text with everything put in."""
        return "".join(self._parts(words))

    def _parts(self, words: Mapping[str, object]) -> Iterator[str]:
        made = 0
        for part in self._template.generate(words):
            made += len(part)
            if made > MOST_MADE:
                raise TemplateRefusedError("làm ra văn bản dài quá mức")
            yield part


def _shown(line: str) -> str:
    text = " ".join(_MARKS.sub("", line).split())
    return text if len(text) <= _LONGEST_SHOWN else f"{text[:_LONGEST_SHOWN]}…"
