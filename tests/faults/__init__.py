"""What happens when parts of the system are killed. `python -m tests.faults` runs it all."""
