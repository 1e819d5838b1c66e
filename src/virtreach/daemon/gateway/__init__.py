"""The gateway: one address and one login in front of many hosts."""
