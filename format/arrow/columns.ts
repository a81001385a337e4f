/**
 * The one table of envelope members. A JSONL line carries them in this order, `payload` last; the Arrow form has one
 * column each; the engine's `events` table the same; the scanner and the zod schema are derived from it.
 *
 * Types: `text` UTF-8 string; `int` 32-bit signed integer; `number` IEEE double; `list` list of UTF-8 strings.
 */
export const COLUMNS = [
  { key: "seq", type: "int", doc: "Position in its session, counted from 0 without gaps." },
  { key: "id", type: "text", doc: "Names this event; unique in its file." },
  { key: "kind", type: "text", doc: "What happened; see Kinds. Unknown kinds are kept." },
  { key: "session", type: "text", doc: "The run this event belongs to." },
  { key: "trace", type: "text", doc: "Joins runs that belong together, also over processes." },
  { key: "time_unix_us", type: "number", doc: "Wall time, whole microseconds since 1970-01-01T00:00:00Z." },
  { key: "time_mono_us", type: "number", doc: "Monotonic time in microseconds; zero is private to the process." },
  { key: "name", type: "text", doc: "Short name a person recognises the step by." },
  { key: "agent", type: "text", doc: "The agent (or user) that acted." },
  { key: "parent", type: "text", doc: "Id of the enclosing event." },
  { key: "upstream", type: "list", doc: "Ids of events whose output this one used (causes)." },
  { key: "evidence", type: "list", doc: "Ids of events a decision rests on." },
  { key: "related", type: "list", doc: "Ids of events an alert or a note is about." },
  { key: "reply_to", type: "text", doc: "Id of the request this response, or the call this result, answers." },
  { key: "span", type: "text", doc: "Groups events of one operation over asynchronous or process boundaries." },
  { key: "outcome", type: "text", doc: "How it ended; see Outcomes." },
  { key: "error_class", type: "text", doc: "Class of the error, e.g. TimeoutError (`error.type`)." },
  { key: "severity", type: "text", doc: "low, medium, high or critical." },
  { key: "importance", type: "number", doc: "0 to 1: how much a reader should care." },
  { key: "confidence", type: "number", doc: "0 to 1: the actor's own confidence." },
  { key: "model", type: "text", doc: "Model that answered (`gen_ai.response.model`), else asked for." },
  { key: "provider", type: "text", doc: "Model provider (`gen_ai.provider.name`)." },
  { key: "tool", type: "text", doc: "Tool name (`gen_ai.tool.name`)." },
  { key: "policy", type: "text", doc: "Policy, guard or prompt template concerned." },
  { key: "to", type: "text", doc: "Agent a message or handoff is addressed to." },
  { key: "turn", type: "int", doc: "Turn number in the dialogue, from 0." },
  { key: "framework", type: "text", doc: "Framework that ran the agent (on agent_start)." },
  { key: "task", type: "text", doc: "Task the run worked on; runs of one task can be compared." },
  { key: "attempt", type: "int", doc: "Which try at the task, from 0." },
  { key: "score", type: "number", doc: "Score of the run or check, in the scorer's own scale." },
  { key: "duration_ms", type: "number", doc: "Milliseconds the step took, ending at its time for results and responses." },
  { key: "tokens_in", type: "int", doc: "Input tokens, cached ones included (`gen_ai.usage.input_tokens`)." },
  { key: "tokens_out", type: "int", doc: "Output tokens, reasoning included (`gen_ai.usage.output_tokens`)." },
  { key: "tokens_cache_read", type: "int", doc: "Input tokens read from a cache." },
  { key: "tokens_cache_write", type: "int", doc: "Input tokens written to a cache." },
  { key: "tokens_reasoning", type: "int", doc: "Output tokens spent on reasoning." },
  { key: "cost_usd", type: "number", doc: "Cost in US dollars." },
  { key: "derived", type: "list", doc: "Envelope members a reader made up because the source had none." },
  { key: "prev", type: "text", doc: "Hash chain: SHA-256 (hex) of the bytes of the line before, without its newline." },
] as const satisfies readonly { key: string; type: ColumnType; doc: string }[];

export type ColumnType = "text" | "int" | "number" | "list";
export type Column = (typeof COLUMNS)[number];
export type ColumnKey = Column["key"];

type ValueOf<T extends ColumnType> = T extends "text" ? string : T extends "list" ? readonly string[] : number;
/** The envelope as it stands on a line; every member but id, kind and session may be absent. */
export type Envelope = { [C in Column as C["key"]]?: ValueOf<C["type"]> };
