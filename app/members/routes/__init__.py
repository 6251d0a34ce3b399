"""The pages of people and of ways in; each module is a page and its acts."""

from __future__ import annotations

from app.members.routes import account, doors, invitations, people, sign_in, slips
from app.members.routes.blueprints import doors as doors_bp
from app.members.routes.blueprints import members as members_bp

__all__ = ["account", "doors", "doors_bp", "invitations", "members_bp", "people", "sign_in", "slips"]
