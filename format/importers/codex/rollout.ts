import type { LooseEnvelope, Step } from "../agent-run/agent-run.ts";
import { RunTelling, type ImportContext } from "../agent-run/telling.ts";
import { present, type JsonObject } from "../kit/read.ts";
import type { RolloutLinks } from "./links.ts";
import type { RolloutRecord } from "./records.ts";

export const AGENT = "codex";

/** The state of one rollout while it is written. */
export class Rollout extends RunTelling {
  readonly links: RolloutLinks;
  /** The response each answer's first item became. */
  readonly responses = new Map<RolloutRecord, string>();
  /** Settings of the turn, as said before; what repeats them is not said again. */
  readonly settings = new Map<string, string>();
  model: string | undefined;
  provider: string | undefined;
  turn = -1;
  /** The call that was made last, by its id. */
  lastCall: string | undefined;

  constructor(context: ImportContext, session: string, links: RolloutLinks) {
    super(context, session, { agent: AGENT });
    this.links = links;
  }

  step({ source, timeUs }: RolloutRecord): Step {
    return { source, timeUs, agent: AGENT, parent: this.start };
  }

  /** Adds the event a record becomes. */
  become(kind: string, record: RolloutRecord, envelope: LooseEnvelope, payload: JsonObject): string {
    const event = this.run.add(kind, this.step(record), envelope, payload);
    this.became(record);
    return event;
  }

  /** Counts a line as one that became an event. */
  became({ source, isPart }: RolloutRecord): void {
    if (isPart !== true) this.sink.became(source);
  }

  /** Counts a line as joined into an event. */
  joined({ source, isPart }: RolloutRecord, why: string): void {
    if (isPart !== true) this.sink.merged(source, why);
  }
}

/** Members of a payload that are said nowhere else. */
export function restOf(payload: JsonObject, ...said: readonly string[]): JsonObject | undefined {
  return present(Object.fromEntries(Object.entries(payload).filter(([key]) => key !== "type" && !said.includes(key))));
}
