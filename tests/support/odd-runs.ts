import { randomNumbers } from "./random.ts";

type Line = Record<string, unknown>;

/** A run that is hard to show. The same text each time. */
export interface OddRun {
  readonly name: string;
  readonly text: () => string;
}

const START_US = 1_763_884_800_000_000;
const KINDS = ["decision", "llm_request", "llm_response", "tool_call", "tool_result"];
/** One red dot. */
const PNG = "iVBORw0KGgoAAAANSUhEUgAAAAUAAAAFCAYAAACNbyblAAAAHElEQVQI12P4//8/w38GIAXDIBKE0DHxgljNBAAO9TXL0Y4OHwAAAABJRU5ErkJggg==";
const FOREIGN = "مرحبا بالعالم، أريد حجز رحلة إلى القاهرة 🛫👩‍👩‍👧‍👦 שלום עולם \u202Eתירבע\u202C 🏳️‍🌈 e\u0301\u0301\u0301 ﷽ 한국어 日本語";

/** Runs a reader must get through: each was hard for some viewer. */
export const ODD_RUNS: readonly OddRun[] = [
  { name: "one event", text: () => trace([{ kind: "log", payload: { message: "hello, is anybody there?" } }]) },
  { name: "no decisions", text: () => trace(repeat(40, (at) => ({ kind: ["tool_call", "tool_result"][at % 2], tool: "look", agent: "a", payload: { at } }))) },
  { name: "cycles", text: () => trace(repeat(60, (at) => ({ kind: KINDS[at % 5], agent: "a", parent: `e${(at + 1) % 60}`, upstream: [`e${(at + 7) % 60}`, `e${at}`], reply_to: `e${(at + 3) % 60}`, tool: "t", payload: { arguments: { at } } }))) },
  { name: "orphans", text: () => trace(repeat(60, (at) => ({ kind: KINDS[at % 5], agent: "a", parent: `gone${at}`, upstream: [`lost${at}`], reply_to: `never${at}`, related: ["nowhere"], tool: "t", payload: { arguments: { at } } }))) },
  { name: "no timestamps", text: () => trace(repeat(60, (at) => ({ kind: KINDS[at % 5], agent: "a", tool: "t", time_unix_us: undefined, payload: { arguments: { at } } }))) },
  { name: "right to left and emoji", text: () => trace(repeat(40, (at) => ({ kind: KINDS[at % 5], name: FOREIGN, agent: `وكيل ${at % 3} 🤖`, tool: "أداة", model: "نموذج", payload: { content: FOREIGN.repeat(9), reasoning: FOREIGN, chosen_action: FOREIGN, arguments: { [FOREIGN]: FOREIGN } } }))) },
  { name: "images", text: () => trace(repeat(40, (at) => ({ kind: KINDS[at % 5], agent: "a", tool: "camera", payload: { content: [{ type: "text", text: "look" }, { type: "image_url", image_url: { url: `data:image/png;base64,${PNG}` } }], result: { $bytes: PNG, media_type: "image/png" }, missing: { $blob: "0".repeat(64), bytes: 70, media_type: "image/jpeg" } } }))) },
  { name: "200 agents", text: () => trace(repeat(4000, (at) => ({ kind: at % 7 === 3 ? "handoff" : KINDS[at % 5], agent: `agent ${at % 200}`, to: `agent ${(at * 13) % 200}`, tool: `t${at % 90}`, payload: { content: words(at), arguments: { at } } }))) },
  { name: "5,000 parallel children", text: () => trace([{ kind: "agent_start", agent: "boss", name: "all at once" }, ...repeat(5000, (at) => ({ kind: "tool_call", agent: "boss", parent: "e0", tool: "fetch", time_unix_us: START_US, duration_ms: 1000, payload: { arguments: { at } } }))]) },
  { name: "a chain 10,000 deep", text: () => trace(repeat(10_000, (at) => ({ kind: KINDS[at % 5], agent: "a", tool: "t", ...(at > 0 && { parent: `e${at - 1}`, upstream: [`e${at - 1}`] }), payload: { arguments: { at } } }))) },
];

/** Runs with payloads too large for most: a state of 50 MB, a message of 5 MB. */
export const HUGE_RUNS: readonly OddRun[] = [
  { name: "a checkpoint of 50 MB", text: () => trace([...usual(), { kind: "checkpoint", name: "all of it", payload: { state: Object.fromEntries(repeat(1000, (at) => [`part ${at}`, repeat(500, (item) => `${at}/${item} ${"x".repeat(90)}`)])) } }, { kind: "checkpoint", name: "the rest", payload: { state: { round: 2 } } }]) },
  { name: "a message of 5 MB", text: () => trace([...usual(), { kind: "llm_request", model: "m", payload: { messages: [{ role: "user", content: words(7).repeat(25_000).slice(0, 5_000_000) }] } }, { kind: "llm_response", model: "m", reply_to: "e5", outcome: "error", payload: { content: words(8).repeat(25_000).slice(0, 5_000_000) } }]) },
];

function usual(): Line[] {
  return repeat(5, (at) => ({ kind: KINDS[at % 5], agent: "a", tool: "t", payload: { content: words(at), arguments: { at } } }));
}

function trace(events: readonly Line[]): string {
  const lines = events.map((event, seq) => JSON.stringify({ seq, id: `e${seq}`, session: "s", time_unix_us: START_US + seq * 1000, ...event }));
  return `${['{"peek":1}', ...lines].join("\n")}\n`;
}

function repeat<T>(count: number, make: (at: number) => T): T[] {
  return Array.from({ length: count }, (_, at) => make(at));
}

function words(seed: number): string {
  const random = randomNumbers(seed);
  return `${repeat(30, () => ["the", "order", "is", "late", "again", "please", "refund", "4711", "check", "rate"][Math.floor(random() * 10)]).join(" ")}. `;
}
