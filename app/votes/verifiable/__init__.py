"""The verifiable urn on the server: preparing it, taking ballots, counting them with the scrutineers.

The mathematics are in `app.votes.urn`, which knows nothing of people; here is who does what, and when.
"""
