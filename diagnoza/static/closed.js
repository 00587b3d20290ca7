// The survey is closed: its copy leaves the device; what waited is tried once more, for it may be in time.

import { dropCopies } from "./survey/copies.js";
import { startWaiting } from "./survey/waiting.js";

startWaiting();
if (self.caches) dropCopies(location.pathname.split("/")[2]);
