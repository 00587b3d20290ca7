"""From residents' answers to a diagnosis and a recommendation; usable without the web application."""
