"""Commands, files and services on hosts and guests, wherever they stand."""
