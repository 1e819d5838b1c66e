"""The make-believe host: its facts, devices and secrets, and what a new hypervisor has."""
