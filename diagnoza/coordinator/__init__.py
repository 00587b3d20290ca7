"""For whoever supports many libraries. Its pages arrive with the many-libraries work (design, section 8)."""
