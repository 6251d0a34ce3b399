"""Every route of decisions, on one blueprint."""

from app.votes import ballot_routes, round_routes
from app.votes.routes import bp
from app.votes.verifiable import public_routes, registration_routes
from app.votes.verifiable import routes as urn_routes

__all__ = ["ballot_routes", "bp", "public_routes", "registration_routes", "round_routes", "urn_routes"]
