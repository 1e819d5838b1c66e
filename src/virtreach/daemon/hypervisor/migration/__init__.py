"""Guests that move between hypervisors, by libvirt's protocol for it."""
