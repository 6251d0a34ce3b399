"""What is written of minutes: their draft and its sections; their approval; who could not come."""
