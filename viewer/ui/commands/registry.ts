import type { Command } from "../../model/commands.ts";
import type { App } from "../../state/app.ts";
import { compareCommands } from "./compare.ts";
import { exportCommands } from "./exports.ts";
import { eventCommands } from "./events.ts";
import { fileCommands } from "./files.ts";
import { lensCommands } from "./lenses.ts";
import { PageActionEvent, type PageAction } from "./messages.ts";
import { liveCommands } from "./live.ts";
import { noteCommands } from "./notes.ts";
import { pageCommands } from "./page.ts";
import { paneCommands } from "./panes.ts";
import { replayCommands } from "./replay.ts";
import { runCommands } from "./runs.ts";
import { searchCommands } from "./search.ts";
import { sectionCommands } from "./sections.ts";
import { shareCommands } from "./share.ts";
import { timelineCommands } from "./timeline.ts";
import { treeCommands } from "./tree.ts";

/** Asks an element of the page to do something. */
export type Act = (action: PageAction) => () => void;

/** Makes the commands of one part of the page. */
export type CommandGroup = (app: App, act: Act) => readonly Command[];

const GROUPS: readonly CommandGroup[] = [
  fileCommands,
  exportCommands,
  searchCommands,
  lensCommands,
  sectionCommands,
  eventCommands,
  runCommands,
  treeCommands,
  replayCommands,
  compareCommands, liveCommands,
  shareCommands,
  noteCommands,
  paneCommands,
  timelineCommands,
  pageCommands,
];

/** Every command there is: the one source of keys, palette and the sheet of keys. */
export function createCommands(app: App): readonly Command[] {
  const act: Act = (action) => () => void window.dispatchEvent(new PageActionEvent(action));
  return GROUPS.flatMap((group) => group(app, act));
}
