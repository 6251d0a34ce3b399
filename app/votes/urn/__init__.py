"""The verifiable urn: ballots encrypted where people vote, a key in several hands, a file anyone recounts.

Protocol version 1 of Belenios, written from its specification (version 2.0); section numbers are its own.
Pure: no framework, no database, no clock. Randomness comes in as an argument, `Draw`.
"""
