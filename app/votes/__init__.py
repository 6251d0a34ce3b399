"""Decisions: opened, expressed, closed, recounted."""

from __future__ import annotations

from flask import Flask
from flask_babel import lazy_gettext as _l


def init_app(app: Flask) -> None:
    """Bind pages, menu, home panel, command line, and the rules a collective is founded with."""
    from app.collectives.founding import on_founded
    from app.collectives.home import add_panel
    from app.members.proxies import limit_provider
    from app.votes import cli, labels, pages, panel, register_wording, rulebook, screen, wording
    from app.votes.recount import recount_command, verify_diff_command
    from app.web import add_navigation

    app.register_blueprint(pages.bp)
    app.cli.add_command(cli.group)
    app.cli.add_command(recount_command)
    app.cli.add_command(verify_diff_command)
    add_navigation(app, "votes.index", _l("Décisions"), order=20)
    add_panel(10, panel.decisions_panel)
    on_founded(rulebook.adopt_preset)
    limit_provider(rulebook.most_proxies)
    register_wording.init_app()
    app.jinja_env.globals.update(
        decision_sentence=screen.decision_sentence,
        decision_mode=screen.decision_mode,
        decision_words=wording,
        decision_state=labels.state_of,
    )
