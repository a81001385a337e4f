import type { Command } from "../command.ts";
import { board } from "./board.ts";
import { brief } from "./brief.ts";
import { clusters } from "./clusters.ts";
import { cost } from "./cost.ts";
import { diff } from "./diff.ts";
import { exportCommand } from "./export.ts";
import { html } from "./html.ts";
import { importCommand } from "./import.ts";
import { pack, unpack } from "./pack.ts";
import { redact } from "./redact.ts";
import { repair } from "./repair.ts";
import { search } from "./search.ts";
import { show } from "./show.ts";
import { stats } from "./stats.ts";
import { tail } from "./tail.ts";
import { verify } from "./verify.ts";
import { why } from "./why.ts";

/** Every command, in the order the help lists them. */
export const COMMANDS: readonly Command[] = [show, search, tail, why, brief, diff, clusters, board, stats, cost, verify, repair, redact, pack, unpack, html, importCommand, exportCommand];
