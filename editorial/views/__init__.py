"""Pages of the board: public ones, and the desk where members sign."""
