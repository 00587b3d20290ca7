// The answers are stored: nothing of them stays on the device.

import { draftName, kept } from "./survey/draft-name.js";

kept?.removeItem(draftName(location.href));
