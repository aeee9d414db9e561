"""The sample: fictional people, real sources, and one article in each situation there is."""
