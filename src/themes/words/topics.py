"""What is said of topics that the program finds by itself."""
