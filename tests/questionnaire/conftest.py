"""Settings of the tests about questionnaires."""

from hypothesis import settings

# A busy machine is no failure of the program: examples are not timed.
settings.register_profile("untimed", deadline=None)
settings.load_profile("untimed")
