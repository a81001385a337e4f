import { BehaviourWatch } from "../../../format/behaviour/index.ts";
import type { FileHandle } from "../contracts/live.ts";
import type { EventsTable } from "../events-table.ts";
import type { IngestEnd } from "../ingest.ts";
import type { TraceFile } from "../trace-file.ts";
import { MOST_FOLLOWED, type Workspace } from "../workspace.ts";
import { AlertWatch } from "./alert-watch.ts";
import { watchForChange } from "./change-watch.ts";
import { Follower } from "./follower.ts";
import type { HandleSource } from "./handle-source.ts";

/** Keeps what is open in step with files that still grow. */
export class Live {
  readonly alerts = new AlertWatch(() => new BehaviourWatch());
  readonly #workspace: Workspace;
  readonly #table: EventsTable;

  constructor(workspace: Workspace, table: EventsTable) {
    this.#workspace = workspace;
    this.#table = table;
  }

  /** True if one more file may be followed; each needs numbers of rows kept free for it. */
  get hasRoom(): boolean {
    return this.#workspace.files.filter(({ isGrowing }) => isGrowing).length < MOST_FOLLOWED;
  }

  /** Follows a trace of our own format from where reading it ended. */
  follow(file: TraceFile, source: HandleSource, end: IngestEnd): void {
    const follower = new Follower({ file, source, table: this.#table, workspace: this.#workspace, alerts: this.alerts }, end);
    void follower.run();
  }

  /** Watches a file that can only be read again as a whole. */
  watch(file: TraceFile, handle: FileHandle): void {
    void watchForChange(file, handle, this.#workspace);
  }
}
