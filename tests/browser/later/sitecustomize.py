"""Python reads this at its start where this folder is on PYTHONPATH: the clock of the process is HOURS_LATER ahead."""

import os
from datetime import UTC, datetime, timedelta

import time_machine

time_machine.travel(datetime.now(UTC) + timedelta(hours=int(os.environ["HOURS_LATER"])), tick=True).start()
