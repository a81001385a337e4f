import { maskMessage } from "./mask.ts";

/** Number of different values in one place of otherwise equal messages from which on that place is taken for a variable. */
const VARIABLE = 8;
/** Templates kept of one class of failures; what comes after goes to the class's rest. */
const MOST_TEMPLATES = 400;
/** Masked messages remembered word for word. */
const MOST_REMEMBERED = 50_000;
const WILD = "<*>";
const REST = "<anything else>";

/** Groups messages by template as they come. State is bounded whatever comes in. */
export class TemplateMiner {
  readonly #texts: string[] = [];
  /** Template that took a template in; its own number if none did. */
  readonly #into: number[] = [];
  readonly #remembered = new Map<string, number>();
  readonly #classes = new Map<string, FailureClass>();

  /** Number of the template of a message among those of its class (everything else that must be equal). Numbers may later be joined: see `settled`. */
  add(failureClass: string, message: string): number {
    const tokens = maskMessage(message);
    const key = `${failureClass}\u0000${tokens.join(" ")}`;
    const known = this.#remembered.get(key);
    if (known !== undefined) return known;
    const number = this.#file(failureClass, tokens);
    if (this.#remembered.size < MOST_REMEMBERED) this.#remembered.set(key, number);
    return number;
  }

  /** The template that a number stands for in the end. */
  settled(number: number): number {
    let root = number;
    while (this.#into[root] !== root) root = this.#into[root] as number;
    return root;
  }

  /** Text of a template, placeholders in angle brackets. */
  text(number: number): string {
    return this.#texts[this.settled(number)] as string;
  }

  #file(name: string, tokens: readonly string[]): number {
    const failureClass = this.#classes.get(name) ?? new FailureClass();
    this.#classes.set(name, failureClass);
    const wild = failureClass.wildMatch(tokens);
    if (wild >= 0) return wild;
    if (failureClass.size >= MOST_TEMPLATES) return (failureClass.rest ??= this.#create([REST]));
    const number = this.#create(tokens);
    const joined = failureClass.take(number, tokens);
    if (joined === undefined) return number;
    const template = this.#create(joined.tokens);
    for (const member of joined.members) this.#into[this.settled(member)] = template;
    failureClass.keepWild(template, joined);
    return template;
  }

  #create(tokens: readonly string[]): number {
    const number = this.#texts.length;
    this.#texts.push(tokens.join(" "));
    this.#into.push(number);
    return number;
  }
}

/** Templates that are alike but for one place. */
interface Joined {
  readonly members: readonly number[];
  readonly tokens: readonly string[];
  readonly key: string;
}

/** The templates of one class, with an index of each by all its words but one. */
class FailureClass {
  size = 0;
  rest: number | undefined;
  readonly #butOne = new Map<string, number[]>();
  readonly #wild = new Map<string, number>();

  /** A template with a variable that the words fit; -1 if there is none. */
  wildMatch(tokens: readonly string[]): number {
    if (this.#wild.size === 0) return -1;
    for (const key of keysButOne(tokens)) {
      const found = this.#wild.get(key);
      if (found !== undefined) return found;
    }
    return -1;
  }

  /** Files a template; gives the group it joins if a place in it has shown to be a variable. */
  take(number: number, tokens: readonly string[]): Joined | undefined {
    this.size++;
    for (const [place, key] of keysButOne(tokens).entries()) {
      const alike = this.#butOne.get(key);
      if (alike === undefined) this.#butOne.set(key, [number]);
      else {
        alike.push(number);
        if (alike.length >= VARIABLE) return { members: alike, tokens: tokens.with(place, WILD), key };
      }
    }
    return undefined;
  }

  keepWild(number: number, { key, members }: Joined): void {
    this.#wild.set(key, number);
    this.#butOne.delete(key);
    this.size -= members.length - 1;
  }
}

/** For each place, the words with that one left out, as a short key. One-word messages have none: nothing would be left to tell them by. */
function keysButOne(tokens: readonly string[]): string[] {
  if (tokens.length < 3) return [];
  const hashes = tokens.map((token, place) => hash(token, place));
  const all = hashes.reduce((sum, [low, high]) => [(sum[0] + low) >>> 0, (sum[1] + high) >>> 0] as const, [0, 0] as readonly [number, number]);
  return hashes.map(([low, high], place) => `${tokens.length}.${place}.${(all[0] - low) >>> 0}.${(all[1] - high) >>> 0}`);
}

function hash(token: string, place: number): readonly [number, number] {
  let [low, high] = [0x811c9dc5 + place, 0x9747b28c ^ place];
  for (let i = 0; i < token.length; i++) {
    const code = token.charCodeAt(i);
    low = Math.imul(low ^ code, 0x01000193);
    high = Math.imul(high ^ code, 0x85ebca6b);
  }
  return [low >>> 0, high >>> 0];
}
