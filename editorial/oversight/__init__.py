"""What managing editors and auditors see of all reviews together: who waits for whom, how long."""
