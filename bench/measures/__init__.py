"""One module per measure, each with one function `measure(sizes)`."""
