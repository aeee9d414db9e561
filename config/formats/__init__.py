"""How dates are written: 4 November 2025, everywhere."""
