"""Reading a page: one file for each thing that a page can say of itself."""
