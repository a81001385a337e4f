/** Elements the landing page has no use for: their code is a part of its own, so that the page stands sooner. */
import "../events/events-panel.ts";
import "../inspector/inspector-panel.ts";
import "../kit/splitter.ts";
import "../mapping/mapping-dialog.ts";
import "../palette/command-palette.ts";
import "../palette/key-sheet.ts";
import "../runs/run-list.ts";
import "../search/search-box.ts";
import "../share/brief-dialog.ts";
import "../status/proof-dialog.ts";
import "../status/report-dialog.ts";
import "../timeline/timeline-panel.ts";
import "./lens-host.ts";
import "./lens-tabs.ts";
