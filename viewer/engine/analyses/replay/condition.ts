import type { ConditionFault } from "../../contracts/replay.ts";

/**
 * A small language for "where does this hold": comparisons of envelope members joined by `and`, `or`, `not` and
 * brackets. It is read here and never run as program text.
 *
 *     tool = "update_*" and (cost > 0.05 or confidence < 0.5)
 *     failing · stopped · has evidence · text ~ "refund" · agent = planner
 */
export type Condition =
  | { readonly type: "and" | "or"; readonly of: readonly Condition[] }
  | { readonly type: "not"; readonly of: Condition }
  | { readonly type: "mark"; readonly mark: "failing" | "stopped" }
  | { readonly type: "has"; readonly member: string }
  | { readonly type: "text"; readonly text: string }
  | { readonly type: "compare"; readonly member: string; readonly how: Comparison; readonly value: string | number };

export type Comparison = "=" | "!=" | "<" | "<=" | ">" | ">=" | "~";

export type Parsed = { readonly ok: true; readonly condition: Condition } | { readonly ok: false; readonly fault: ConditionFault };

/** Brackets within brackets, at most. */
const DEEPEST = 50;
const LONGEST = 2000;

interface Token {
  readonly type: "word" | "text" | "number" | "sign" | "end";
  readonly text: string;
  readonly at: number;
}

/** One pattern that fits at every place; it has no nested repetition, so it cannot run long. */
const TOKEN = /\s*(?:("(?:[^"\\]|\\.)*"|'(?:[^'\\]|\\.)*')|(\$?-?\d+(?:\.\d+)?(?![\w.*]))|([\p{L}\p{N}_*][\p{L}\p{N}_.*/:-]*)|(<=|>=|!=|==|=|<|>|~|\(|\)))/uy;

/** Reads a condition; a fault says where and why it makes none. */
export function parseCondition(source: string): Parsed {
  try {
    if (source.length > LONGEST) throw new Fault(LONGEST, `a condition has at most ${LONGEST} characters`);
    const reader = new Reader(tokensOf(source));
    const condition = reader.or(0);
    reader.expectEnd();
    return { ok: true, condition };
  } catch (error) {
    if (error instanceof Fault) return { ok: false, fault: { at: error.at, message: error.message } };
    throw error;
  }
}

class Fault extends Error {
  readonly at: number;
  constructor(at: number, message: string) {
    super(message);
    this.at = at;
  }
}

function tokensOf(source: string): Token[] {
  const tokens: Token[] = [];
  let at = 0;
  while (source.slice(at).trim() !== "") {
    TOKEN.lastIndex = at;
    const match = TOKEN.exec(source);
    const start = at + (source.slice(at).length - source.slice(at).trimStart().length);
    if (match === null) throw new Fault(start, `“${source.charAt(start)}” has no meaning here`);
    const [, quoted, number, word, sign] = match;
    if (quoted !== undefined) tokens.push({ type: "text", text: quoted.slice(1, -1).replaceAll(/\\(.)/g, "$1"), at: start });
    else if (number !== undefined) tokens.push({ type: "number", text: number.replace("$", ""), at: start });
    else if (word !== undefined) tokens.push({ type: "word", text: word, at: start });
    else tokens.push({ type: "sign", text: sign === "==" ? "=" : (sign ?? ""), at: start });
    at = TOKEN.lastIndex;
  }
  return [...tokens, { type: "end", text: "", at: source.length }];
}

class Reader {
  readonly #tokens: readonly Token[];
  #next = 0;

  constructor(tokens: readonly Token[]) {
    this.#tokens = tokens;
  }

  get #token(): Token {
    return this.#tokens[this.#next] as Token;
  }

  #take(): Token {
    const token = this.#token;
    if (token.type !== "end") this.#next++;
    return token;
  }

  #isWord(word: string): boolean {
    return this.#token.type === "word" && this.#token.text.toLowerCase() === word;
  }

  expectEnd(): void {
    if (this.#token.type !== "end") throw new Fault(this.#token.at, `“and” or “or” is missing before “${this.#token.text}”`);
  }

  or(depth: number): Condition {
    return this.#joined("or", () => this.#joined("and", () => this.#not(depth)));
  }

  #joined(type: "and" | "or", read: () => Condition): Condition {
    const of = [read()];
    while (this.#isWord(type)) {
      this.#take();
      of.push(read());
    }
    return of.length === 1 ? (of[0] as Condition) : { type, of };
  }

  #not(depth: number): Condition {
    if (depth > DEEPEST) throw new Fault(this.#token.at, `brackets go at most ${DEEPEST} deep`);
    if (this.#isWord("not")) {
      this.#take();
      return { type: "not", of: this.#not(depth + 1) };
    }
    if (this.#token.type !== "sign" || this.#token.text !== "(") return this.#comparison();
    const opened = this.#take();
    const inner = this.or(depth + 1);
    if (this.#take().text !== ")") throw new Fault(opened.at, "this bracket is never closed");
    return inner;
  }

  #comparison(): Condition {
    const subject = this.#take();
    if (subject.type === "text") return { type: "text", text: subject.text };
    if (subject.type !== "word") throw new Fault(subject.at, subject.type === "end" ? "the condition ends too early" : "a member such as tool, kind or cost is missing");
    const name = subject.text.toLowerCase();
    if (name === "failing" || name === "stopped") return { type: "mark", mark: name };
    if (name === "has") return { type: "has", member: memberOf(this.#take()) };
    return this.#compare(subject, name);
  }

  #compare(subject: Token, name: string): Condition {
    const how = this.#take();
    if (how.type !== "sign" || how.text === "(" || how.text === ")") throw new Fault(how.at, `= < > or ~ is missing after “${subject.text}”`);
    const value = this.#take();
    if (value.type === "end" || value.type === "sign") throw new Fault(value.at, `a value is missing after “${how.text}”`);
    if (name === "text") return { type: "text", text: value.text };
    const member = memberOf(subject);
    if (NUMBERS.has(member)) return { type: "compare", member, how: how.text as Comparison, value: numberOf(value, member) };
    if (how.text !== "=" && how.text !== "!=" && how.text !== "~") throw new Fault(how.at, `${subject.text} is text: use = or ~`);
    return { type: "compare", member, how: how.text as Comparison, value: value.text };
  }
}

/** Members that may be asked for, and names people use for them. */
const ALIASES: Readonly<Record<string, string>> = { cost: "cost_usd", duration: "duration_ms", took: "duration_ms", tokens: "tokens_in", error: "error_class" };
const NUMBERS: ReadonlySet<string> = new Set(["cost_usd", "duration_ms", "tokens_in", "tokens_out", "tokens_reasoning", "tokens_cache_read", "tokens_cache_write", "confidence", "importance", "score", "turn", "attempt", "seq"]);
const TEXTS: ReadonlySet<string> = new Set(["kind", "name", "agent", "tool", "model", "outcome", "error_class", "severity", "policy", "to", "provider", "framework", "task", "id"]);
/** Every name that may stand before a comparison. */
const MEMBERS: readonly string[] = [...TEXTS, ...NUMBERS, ...Object.keys(ALIASES), "text"];

function memberOf(token: Token): string {
  const name = token.text.toLowerCase();
  const member = Object.hasOwn(ALIASES, name) ? (ALIASES[name] ?? name) : name;
  if (token.type !== "word" || (!NUMBERS.has(member) && !TEXTS.has(member))) throw new Fault(token.at, `“${token.text}” is none of: ${MEMBERS.join(", ")}`);
  return member;
}

function numberOf(token: Token, member: string): number {
  const value = Number(token.text);
  if (!Number.isFinite(value)) throw new Fault(token.at, `${member} is a number, “${token.text}” is none`);
  return value;
}
