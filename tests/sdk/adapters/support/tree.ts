import type { ReadEvent } from "../../support.ts";

const MOST_TEXT = 60;

/**
 * The events of a run as indented lines, children below their parents, in the order of recording: what an adapter is
 * expected to write, at a glance. `re` is the seq of the event answered, `from` those of the causes.
 */
export function tree(events: readonly ReadEvent[]): string {
  const seqs = new Map(events.map((event) => [event.id, event.seq ?? -1]));
  const lines: string[] = [];
  const add = (parent: string | undefined, depth: number): void => {
    for (const event of events) {
      const own = event.parent !== undefined && seqs.has(event.parent) ? event.parent : undefined;
      if (own !== parent) continue;
      lines.push(`${"  ".repeat(depth)}${line(event, seqs)}`);
      add(event.id, depth + 1);
    }
  };
  add(undefined, 0);
  return lines.join("\n");
}

/** Removes the indentation a template has in the source. */
export function rows(text: string): string {
  const lines = text.split("\n").filter((each) => each.trim() !== "");
  const indent = Math.min(...lines.map((each) => each.length - each.trimStart().length));
  return lines.map((each) => each.slice(indent)).join("\n");
}

function line(event: ReadEvent, seqs: ReadonlyMap<string, number>): string {
  const { kind, name, outcome, error_class: errorClass } = event;
  const counts = [`in=${event.tokens_in}`, `out=${event.tokens_out}`, `read=${event.tokens_cache_read}`, `write=${event.tokens_cache_write}`, `think=${event.tokens_reasoning}`];
  const links = [event.reply_to === undefined ? "" : `re=${seqs.get(event.reply_to)}`, event.upstream === undefined ? "" : `from=${event.upstream.map((id) => seqs.get(id)).join(",")}`];
  return [
    `${event.seq}`,
    kind,
    name,
    event.to === undefined || event.to === name ? "" : `→${event.to}`,
    outcome,
    errorClass === undefined ? "" : `!${errorClass}`,
    ...links,
    ...counts.filter((each) => !each.endsWith("undefined")),
    event.payload?.["time_to_first_token_ms"] === undefined ? "" : "ttft",
    ...details(event),
  ]
    .filter((part) => part !== undefined && part !== "")
    .join(" ");
}

function details({ kind, payload }: ReadEvent): string[] {
  const shown = SHOWN[kind] ?? [];
  return shown.filter((member) => payload?.[member] !== undefined).map((member) => `${member}:${short(payload[member])}`);
}

/** Members of payloads worth a look, by kind. */
const SHOWN: Readonly<Record<string, readonly string[]>> = {
  agent_start: ["input"],
  agent_end: ["output"],
  agent_turn: ["content"],
  chain: ["input"],
  chain_end: ["output"],
  llm_response: ["content", "reasoning", "tool_calls", "stop_reason"],
  tool_call: ["arguments", "call_id"],
  tool_result: ["result"],
  retrieval: ["query", "documents"],
  refusal: ["reason", "blocked_action"],
  safety_check: ["rationale", "blocked_action"],
  human_input: ["content"],
  checkpoint: ["state"],
  handoff: ["reason"],
  error: ["message"],
  log: ["message"],
};

function short(value: unknown): string {
  const text = typeof value === "string" ? value : JSON.stringify(value);
  return text.length > MOST_TEXT ? `${text.slice(0, MOST_TEXT)}…` : text;
}
