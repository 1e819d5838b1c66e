"""Guests: what they are, and every call about them but those of disks, moments and moves."""
