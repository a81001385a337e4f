/** Something a person can do, by key, by palette or by name. */
export interface Command {
  readonly id: string;
  readonly title: string;
  /** Heading it stands under in the sheet of keys. */
  readonly group: string;
  /** Ways to press it: `Mod+K`, `Shift+E`, `g g`, `/`. `Mod` is Ctrl, or Cmd on a Mac. The first is the one shown. */
  readonly keys: readonly string[];
  /** Also works while typing in a field, by those of its keys that write nothing. */
  readonly whileTyping?: boolean;
  /** False while it would do nothing; it is then greyed. */
  readonly isReady?: () => boolean;
  readonly run: () => void;
}

/** A key as pressed. */
export interface KeyPress {
  readonly key: string;
  readonly ctrl: boolean;
  readonly meta: boolean;
  readonly alt: boolean;
  readonly shift: boolean;
}

/** The name of a press as commands write it. Letters with Shift are `Shift+E`; signs that need Shift are the sign alone. */
function pressName(press: KeyPress): string {
  const isLetter = /^[a-z]$/i.test(press.key);
  const named = press.key.length > 1;
  const parts: string[] = [];
  if (press.ctrl || press.meta) parts.push("Mod");
  if (press.alt) parts.push("Alt");
  if (press.shift && (isLetter || named)) parts.push("Shift");
  parts.push(isLetter ? press.key.toUpperCase() : press.key);
  return parts.length === 1 && isLetter ? press.key.toLowerCase() : parts.join("+");
}

/** Milliseconds within which the second key of a pair must follow. */
const PAIR_MS = 800;

/** Finds the command a press means, pairs such as `g g` included. */
export class KeyMap {
  readonly #commands: readonly Command[];
  #first: { readonly name: string; readonly atMs: number } | undefined;

  constructor(commands: readonly Command[]) {
    this.#commands = commands;
  }

  /** The command of a press; undefined if there is none, or it is not ready, or the person is typing and it is not for that. */
  find(press: KeyPress, isTyping: boolean, nowMs: number): Command | undefined {
    const name = pressName(press);
    const pair = this.#first !== undefined && nowMs - this.#first.atMs <= PAIR_MS ? `${this.#first.name} ${name}` : undefined;
    this.#first = isTyping ? undefined : { name, atMs: nowMs };
    const isText = press.key.length === 1 && !press.ctrl && !press.meta;
    const usable = (command: Command): boolean => (!isTyping || (command.whileTyping === true && !isText)) && command.isReady?.() !== false;
    return this.#commands.find((command) => pair !== undefined && command.keys.includes(pair) && usable(command)) ?? this.#commands.find((command) => command.keys.includes(name) && usable(command));
  }
}

/** A key as it is written for people. */
export function keyLabel(key: string, isMac: boolean): string {
  const label = key.replace("Mod+", isMac ? "⌘" : "Ctrl ").replace("Shift+", isMac ? "⇧" : "Shift ").replace("Alt+", isMac ? "⌥" : "Alt ");
  return label.replace("ArrowDown", "↓").replace("ArrowUp", "↑").replace("ArrowLeft", "←").replace("ArrowRight", "→").replace("Escape", "Esc");
}

/** Commands whose titles hold the letters of a query in order, best first; all of them for an empty query. */
export function findCommands(commands: readonly Command[], query: string): readonly Command[] {
  if (query.trim() === "") return commands;
  const scored = commands.map((command) => ({ command, score: fuzzyScore(`${command.title} ${command.group}`, query) })).filter(({ score }) => score > 0);
  return scored.toSorted((a, b) => b.score - a.score).map(({ command }) => command);
}

/** How well a text holds the letters of a query in order: 0 not at all; more for runs of letters and starts of words. */
function fuzzyScore(text: string, query: string): number {
  const [hay, needle] = [text.toLowerCase(), query.toLowerCase().replaceAll(/\s+/g, "")];
  let score = 0;
  let at = -1;
  for (const letter of needle) {
    const next = hay.indexOf(letter, at + 1);
    if (next < 0) return 0;
    const startsWord = next === 0 || hay[next - 1] === " ";
    score += next === at + 1 ? 3 : startsWord ? 2 : 1 / (next - at);
    at = next;
  }
  return score;
}
