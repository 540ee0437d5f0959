"""What is said of the codebook, patterns, codes given by the program and by people, and exchange with others."""
