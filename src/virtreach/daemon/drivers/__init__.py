"""What answers the calls of clients: `base` says what a driver is."""
