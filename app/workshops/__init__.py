"""Sessions of the collective: the agenda, three screens of one room, the people in it."""

from __future__ import annotations

from flask import Flask
from flask_babel import lazy_gettext as _l


def init_app(app: Flask) -> None:
    """Bind the routes of sessions, their screens and their events."""
    from app.blason.origins import add_origins
    from app.live.topics import add_region, add_topic
    from app.members.doorways import add_doorway
    from app.web import add_navigation, show_within
    from app.workshops import (
        asking,
        bench_routes,
        clock,
        codes,
        decision_leading_routes,
        decision_opening_routes,
        decision_screens,
        decision_voices_routes,
        door_routes,
        emblazoning,
        floor_models,
        floor_routes,
        floor_screens,
        following,
        gathering_routes,
        group_models,
        group_routes,
        group_work,
        inscribing_routes,
        kit_routes,
        leading_routes,
        minutes,
        note_routes,
        paper_models,
        paper_routes,
        people_routes,
        phone_routes,
        poll_models,
        register_wording,
        restitution,
        restitution_routes,
        routes,
        screens,
        tables_desk_routes,
        tables_routes,
        tables_screens,
        tables_settling_routes,
        voting_routes,
        wall_routes,
        wording,
    )

    # Imported for the routes and tables they add.
    del (
        bench_routes,
        decision_leading_routes,
        decision_opening_routes,
        decision_voices_routes,
        floor_models,
        floor_routes,
        gathering_routes,
        group_models,
        group_routes,
        inscribing_routes,
        kit_routes,
        leading_routes,
        note_routes,
        paper_models,
        paper_routes,
        people_routes,
        phone_routes,
        poll_models,
        restitution_routes,
        tables_desk_routes,
        tables_routes,
        tables_settling_routes,
        voting_routes,
        wall_routes,
    )
    clock.init_app(app)
    minutes.init_app(app)  # adds its routes to the blueprint, which is bound on the next line
    app.register_blueprint(routes.bp)
    app.register_blueprint(door_routes.bp)
    add_navigation(app, "workshops.index", _l("Séances"), order=15)
    show_within(app, "rooms", "workshops")
    app.jinja_env.globals.update(
        BLASON_KINDS=wording.BLASON_KINDS,
        ITEM_KIND_NAMES=wording.ITEM_KINDS,
        WORKSHOP_STATES=wording.STATES,
        spell_code=codes.spell,
        room_square=door_routes.square,
        room_address=door_routes.address,
        COLUMN_NAMES=tables_screens.COLUMN_NAMES,
        FINDING_NAMES=tables_screens.FINDING_NAMES,
        finding_count=tables_screens.finding_count,
    )
    add_topic("workshop", following.may_follow)
    add_region("workshop", "stage", audiences={"phone"}, render=screens.region(screens.stage))
    add_region("workshop", "wall", audiences={"wall"}, render=screens.region(screens.wall))
    add_region("workshop", "mine", audiences={"phone"}, render=None)
    add_region("workshop", "desk", audiences={"desk"}, render=None)
    add_doorway(door_routes.lead)
    group_work.init_app()
    add_origins(emblazoning.origins)
    tables_screens.init_app()
    restitution.init_app()
    asking.init_app(app)
    register_wording.init_app()
    decision_screens.init_app()
    floor_screens.init_app()
