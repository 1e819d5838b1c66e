"""From its start to its end: the background, the event loop, signals, systemd, upgrades."""
