"""With how many examples a property of the recommender is tried: a few in every run, 1,000 by `make properties`."""

import os

from hypothesis import settings

MANY = settings(max_examples=int(os.environ.get("DIAGNOZA_EXAMPLES", "150")))
