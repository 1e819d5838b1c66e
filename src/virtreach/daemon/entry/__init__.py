"""Who gets in: places, logins, certificates, users."""
