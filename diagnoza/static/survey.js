// Brings the help of the survey page once its styles are there: on a slow network twenty small files beside them would
// keep the page white twice as long. A script of the parser waits for style sheets before it runs; the one that it adds
// is waited for by the page's load.

const help = document.createElement("script");
help.type = "module";
help.src = new URL("survey/start.js", import.meta.url);
document.head.append(help);
