"""What is written of a session: preparing it, leading it, coming in."""
