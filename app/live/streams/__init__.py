"""The process that holds the streams: one loop for all of them, and one thread that reads and renders."""
