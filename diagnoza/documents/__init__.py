"""What leaves the screen: codes, posters, reports, papers to sign."""
