"""What is done to the disks of a guest: chains of images, jobs, backups."""
