// The answers are stored: nothing of them stays on the device.

import { draftName } from "./survey/draft-name.js";

localStorage.removeItem(draftName(location.href));
