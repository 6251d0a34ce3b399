"""Every route of decisions, on one blueprint."""

from app.votes import ballot_routes, round_routes
from app.votes.routes import bp

__all__ = ["ballot_routes", "bp", "round_routes"]
