"""Pools and volumes, and the data of volumes."""
