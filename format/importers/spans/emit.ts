import type { Json } from "../../event.ts";
import { present, type JsonObject } from "../kit/read.ts";
import { RunBuilder, type ImportedEnvelope, type ImportedEvent } from "../run-builder.ts";
import type { ImportSink } from "../types.ts";
import { buildForest, type Node, type Run } from "./forest.ts";
import { agentNamed } from "./names.ts";
import { titleOf } from "./settle.ts";
import { thoughtsOf } from "./thoughts.ts";
import { RUN_SHAPE, SHAPES, clean, unwritten, type Shape } from "./shapes.ts";
import type { Span, SpanFacts, Usage } from "./span.ts";

/** An event with the time and place in the tree that order it. */
interface Planned {
  readonly event: ImportedEvent;
  readonly timeUs: number | undefined;
  readonly order: number;
}

const RUN_ROLES: ReadonlySet<string> = new Set(["agent", "chain", "span"]);
const USAGE: readonly (keyof Usage | "cost_usd")[] = ["tokens_in", "tokens_out", "tokens_cache_read", "tokens_cache_write", "tokens_reasoning", "cost_usd"];

/**
 * Writes spans as the events of their runs: each span one or two events, children below the opening one, in the order of
 * time; one run per `Span.run`, begun by its outermost agent or, where there is none, by a derived start.
 */
export function emitSpans(spans: readonly Span[], sink: ImportSink): void {
  const taken = new Set<string>();
  for (const run of buildForest(spans, sink)) emitRun(run, taken, sink);
}

function emitRun(run: Run, taken: Set<string>, sink: ImportSink): void {
  const conversation = run.nodes.map(({ span }) => span.facts.conversation).find((id) => id !== undefined);
  const builder = new RunBuilder(sink, run.id, conversation ?? run.id);
  const ids = openingIds(run, taken);
  const head = runHead(run);
  const title = runTitle(run, head);
  const writer = new SpanWriter(ids, head, title);
  walk(run.roots, writer);
  const first = head === undefined ? [derivedStart(run, title)] : [];
  const last = head === undefined ? [derivedEnd(run)] : [];
  for (const { event } of [...first, ...sorted(writer.planned), ...last]) builder.add(event);
  for (const { span } of run.nodes) sink.became(span.source);
}

/** The span that is the run: its only root, if that is an agent or encloses the work. */
function runHead(run: Run): Node | undefined {
  const [only, ...others] = run.roots;
  if (only === undefined || others.length > 0 || only.orphan) return undefined;
  const role = only.span.facts.role ?? "span";
  return RUN_ROLES.has(role) && (role === "agent" || only.children.length > 0) ? only : undefined;
}

/** What the run was to do, as its head says or as the first model call inside it was asked; else the name of its head. */
function runTitle(run: Run, head: Node | undefined): string {
  const { facts, name } = (head ?? (run.roots[0] as Node)).span;
  if (head !== undefined && facts.task !== undefined) return facts.task;
  const calls = byStart(run.nodes).filter(({ span }) => span.facts.role === "llm");
  const told = [facts, ...calls.slice(0, 5).map(({ span }) => span.facts)].map(titleOf);
  return told.find((title) => title !== undefined) ?? name;
}

/** Span ids are unique in a trace; where two traces in one drop share one, the later gets its trace in front. */
function openingIds(run: Run, taken: Set<string>): Map<Node, string> {
  const ids = new Map<Node, string>();
  for (const node of run.nodes) {
    const id = taken.has(node.span.id) ? `${run.id}/${node.span.id}` : node.span.id;
    taken.add(id);
    ids.set(node, id);
  }
  return ids;
}

function walk(roots: readonly Node[], writer: SpanWriter): void {
  const todo: { node: Node; done: boolean }[] = byStart(roots).map((node) => ({ node, done: false })).reverse();
  while (todo.length > 0) {
    const { node, done } = todo.pop() as { node: Node; done: boolean };
    if (done) {
      writer.close(node);
      continue;
    }
    writer.open(node);
    todo.push({ node, done: true });
    for (const child of byStart(node.children).reverse()) todo.push({ node: child, done: false });
  }
}

function byStart(nodes: readonly Node[]): Node[] {
  return [...nodes].sort((a, b) => (a.span.startUs ?? 0) - (b.span.startUs ?? 0));
}

/** By time; what has none stays behind what was written before it. */
function sorted(planned: readonly Planned[]): Planned[] {
  let last = Number.NEGATIVE_INFINITY;
  const timed = planned.map((each) => {
    last = each.timeUs ?? last;
    return { each, at: last };
  });
  timed.sort((a, b) => (a.at === b.at ? a.each.order - b.each.order : a.at - b.at));
  return timed.map(({ each }) => each);
}

/** Turns nodes into events as a walk opens and closes them. */
class SpanWriter {
  readonly planned: Planned[] = [];
  readonly #ids: ReadonlyMap<Node, string>;
  readonly #head: Node | undefined;
  readonly #title: string;

  constructor(ids: ReadonlyMap<Node, string>, head: Node | undefined, title: string) {
    this.#ids = ids;
    this.#head = head;
    this.#title = title;
  }

  open(node: Node): void {
    const { span } = node;
    node.agent = span.facts.agent ?? (node === this.#head || span.facts.role === "agent" ? agentNamed(span.name) : node.parent?.agent);
    const shape = this.#shapeOf(node);
    const facts = ownFacts(node);
    const whole = shape.close === undefined;
    const envelope: ImportedEnvelope = {
      id: this.#ids.get(node) as string,
      ...this.#common(node),
      ...shape.openEnvelope(facts, span.name),
      ...(whole ? ending(span) : {}),
      ...clean({ upstream: span.links.length > 0 ? span.links : undefined }),
      ...timeOf(span.startUs),
    };
    const payload = { ...shape.openPayload(facts), ...(node === this.#head && { title: this.#title, span_name: span.name === this.#title ? undefined : span.name, span_role: span.facts.role }), ...(whole && errorPayload(facts)) };
    // The run's own start comes first, also where a clock says that something inside began before it.
    this.#plan({ kind: shape.open, envelope, payload: withExtra(node, shape, payload), source: span.source }, node === this.#head ? undefined : span.startUs);
    for (const inner of span.events) this.#inner(node, inner);
  }

  close(node: Node): void {
    const { span } = node;
    const shape = this.#shapeOf(node);
    if (shape.close === undefined || !hasEnded(span)) return;
    const facts = ownFacts(node);
    const id = this.#ids.get(node) as string;
    const timeUs = span.endUs ?? span.startUs;
    const envelope: ImportedEnvelope = {
      id: `${id}.end`,
      ...this.#common(node),
      reply_to: id,
      ...shape.closeEnvelope?.(facts, span.name),
      ...ending(span),
      ...timeOf(timeUs),
      derived: span.endUs === undefined ? ["id", "time_unix_us"] : ["id"],
    };
    const payload = { ...shape.closePayload?.(facts), ...errorPayload(facts) };
    this.#plan({ kind: shape.close, envelope, payload: present(payload) ?? {}, source: span.source }, timeUs);
    const below: ImportedEnvelope = { parent: `${id}.end`, ...clean({ agent: node.agent }), ...timeOf(timeUs) };
    for (const thought of thoughtsOf(facts, id, below)) this.#plan({ ...thought, source: span.source }, timeUs);
  }

  #shapeOf(node: Node): Shape {
    return node === this.#head ? RUN_SHAPE : SHAPES[node.span.facts.role ?? "span"];
  }

  #common(node: Node): ImportedEnvelope {
    const { span } = node;
    const parent = node.parent === undefined ? undefined : this.#ids.get(node.parent);
    const top = node !== this.#head && this.#head === undefined ? startId(node.span.run) : undefined;
    return clean({ name: node === this.#head ? this.#title : span.name, agent: node.agent, parent: parent ?? top, derived: (parent === undefined ? top !== undefined : node.orphan) ? ["parent"] : undefined, span: this.#ids.get(node) });
  }

  #inner(node: Node, inner: Span["events"][number]): void {
    const parent = this.#ids.get(node) as string;
    const facts: SpanFacts = inner.facts ?? { text: inner.name, input: inner.data };
    const shape = SHAPES[facts.role ?? "event"];
    const envelope = { name: inner.name, parent, ...clean({ agent: node.agent }), ...shape.openEnvelope(facts, inner.name), ...timeOf(inner.timeUs) };
    const extra = inner.facts === undefined ? undefined : present({ ...unwritten(shape, facts), data: inner.data });
    this.#plan({ kind: shape.open, envelope, payload: present({ ...shape.openPayload(facts), extra }) ?? {}, source: node.span.source }, inner.timeUs);
  }

  #plan(event: ImportedEvent, timeUs: number | undefined): void {
    this.planned.push({ event, timeUs, order: this.planned.length });
  }
}

function timeOf(timeUs: number | undefined): ImportedEnvelope {
  return timeUs === undefined ? {} : { time_unix_us: timeUs };
}

/** Facts without usage that spans below already count. */
function ownFacts(node: Node): SpanFacts {
  if (!node.sumsBelow) return node.span.facts;
  const facts: Record<string, unknown> = { ...node.span.facts };
  for (const key of USAGE) delete facts[key];
  return facts as SpanFacts;
}

function withExtra(node: Node, shape: Shape, payload: JsonObject): JsonObject {
  const { span } = node;
  const sums = node.sumsBelow ? present(Object.fromEntries(USAGE.map((key) => [key, span.facts[key]]))) : undefined;
  const extra = present({ ...unwritten(shape, span.facts), ...span.extra, usage_of_children: sums, parent_span: node.orphan ? span.parent : undefined });
  return present({ ...payload, extra }) ?? {};
}

/** Facts only an end can tell. */
const TELL_OF_AN_END: readonly (keyof SpanFacts)[] = ["failed", "passed", "output", "messages_out", "tokens_out", "stop_reason", "score", "scores", "expected"];

function hasEnded(span: Span): boolean {
  return span.endUs !== undefined || TELL_OF_AN_END.some((fact) => span.facts[fact] !== undefined);
}

function ending(span: Span): ImportedEnvelope {
  const { facts, startUs, endUs } = span;
  const duration = startUs !== undefined && endUs !== undefined && endUs >= startUs ? (endUs - startUs) / 1000 : undefined;
  const error = facts.failed === true ? { outcome: "error", error_class: facts.error_class ?? "error" } : {};
  const judged = facts.passed === undefined ? (hasEnded(span) ? { outcome: "ok" } : {}) : { outcome: facts.passed ? "passed" : "failed" };
  return { ...clean({ duration_ms: duration }), ...judged, ...error };
}

function errorPayload(facts: SpanFacts): JsonObject {
  if (facts.failed !== true) return {};
  return { error: present({ type: facts.error_class, message: facts.error_message, stack: facts.stack }) as Json };
}

const startId = (run: string): string => `${run}.start`;

/** Runs without one outermost agent get a start of their own, so that there is something to hang their spans on. */
function derivedStart(run: Run, title: string): Planned {
  const { facts } = (run.roots[0] as Node).span;
  const about = clean({ agent: facts.agent, framework: facts.framework, task: facts.task });
  const envelope = { id: startId(run.id), name: title, ...about, ...madeUp(["id"], Math.min(...boundedTimes(run, "startUs"))) };
  return { event: { kind: "agent_start", envelope, payload: { title } }, timeUs: undefined, order: 0 };
}

function derivedEnd(run: Run): Planned {
  const last = Math.max(...boundedTimes(run, "endUs"), ...boundedTimes(run, "startUs"));
  const outcome = run.roots.some(({ span }) => span.facts.failed === true) ? "error" : "ok";
  const envelope = { id: `${run.id}.end`, reply_to: startId(run.id), outcome, ...madeUp(["id", "outcome"], last) };
  return { event: { kind: "agent_end", envelope }, timeUs: undefined, order: 0 };
}

/** Members that were made up, and the time, if any span has one. */
function madeUp(members: readonly string[], timeUs: number): ImportedEnvelope {
  return Number.isFinite(timeUs) ? { time_unix_us: timeUs, derived: [...members, "time_unix_us"] } : { derived: members };
}

function boundedTimes(run: Run, member: "startUs" | "endUs"): number[] {
  let low = Number.POSITIVE_INFINITY;
  let high = Number.NEGATIVE_INFINITY;
  for (const { span } of run.nodes) {
    const time = span[member];
    if (time === undefined) continue;
    low = Math.min(low, time);
    high = Math.max(high, time);
  }
  return low === Number.POSITIVE_INFINITY ? [] : [low, high];
}
