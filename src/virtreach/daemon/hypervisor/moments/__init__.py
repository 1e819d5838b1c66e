"""Snapshots and checkpoints."""
