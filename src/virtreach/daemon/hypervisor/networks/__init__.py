"""Networks and their ports, host interfaces, filters."""
