"""Long runs that look for what short tests miss: fuzzing, cut connections, killed daemons."""
