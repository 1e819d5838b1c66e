"""What the daemon tells of itself: logs, the audit, figures."""
