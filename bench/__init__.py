"""What `make bench` and `make shots` run."""
