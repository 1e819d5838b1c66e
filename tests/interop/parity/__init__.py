"""Real clients at libvirt's test driver and at ours: what they say, and where it may differ."""
