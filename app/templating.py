"""Templates made once for each language: a sentence that never varies is put in when they are compiled.

A page says thirty sentences, and each of them would be looked up again for each reader.
"""

from __future__ import annotations

from collections.abc import MutableMapping
from typing import Any

from flask import Flask
from flask.templating import Environment
from flask_babel import get_locale, get_translations
from jinja2 import Template, nodes
from jinja2.visitor import NodeTransformer
from markupsafe import Markup


class SpokenEnvironment(Environment):
    """Flask's environment, with an overlay for each language; only an overlay compiles templates."""

    def __init__(self, app: Any, **options: Any) -> None:
        super().__init__(app, **options)
        self._spoken: dict[str, SpokenEnvironment] = {}

    def _load_template(self, name: str, globals: MutableMapping[str, Any] | None) -> Template:
        if self.overlayed:
            return super()._load_template(name, globals)
        locale = get_locale()
        language = "fr" if locale is None else locale.language
        if language not in self._spoken:
            self._spoken[language] = self.overlay()
        return self._spoken[language]._load_template(name, globals)

    def _parse(self, source: str, name: str | None, filename: str | None) -> nodes.Template:
        template = super()._parse(source, name, filename)
        if self.overlayed:
            select = self.autoescape
            _Sentences(select(name) if callable(select) else select).visit(template)
        return template

    def make_globals(self, d: MutableMapping[str, Any] | None) -> MutableMapping[str, Any]:
        """The globals themselves for a template that brings none: looked at for each macro imported."""
        return super().make_globals(d) if d else self.globals


class _Sentences(NodeTransformer):
    """Puts in place of `_("…")` what it says."""

    def __init__(self, escapes: bool) -> None:
        self._kind = Markup if escapes else str
        self._says = get_translations().gettext

    def visit_Call(self, node: nodes.Call) -> nodes.Node:  # noqa: N802 - found by the name of the node
        self.generic_visit(node)
        match node:
            case nodes.Call(
                node=nodes.Name(name="_"), args=[nodes.Const(value=str(sentence))], kwargs=[], dyn_args=None
            ) if node.dyn_kwargs is None:
                return nodes.Const(self._kind(self._says(sentence)) % {}, lineno=node.lineno)
        return node


def init_app(app: Flask) -> None:
    """Runs before anything looks at `app.jinja_env`."""
    app.jinja_environment = SpokenEnvironment
