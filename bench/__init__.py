"""Speeds, each as a ratio to a bare thing measured beside it in the same run."""
