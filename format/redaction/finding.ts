/** Takes a stretch of a text that a rule wants replaced. Stretches that touch one taken before are ignored: the more specific rule came first. */
export type Take = (start: number, end: number, label: string) => void;

/** What a rule may look at. */
export interface Subject {
  readonly text: string;
  /** Lower-case words around the text that say what it is: the key it stands under. Empty if there is none. */
  readonly key: string;
}

/** One thing to look for. Must take time in proportion to the text. */
export interface Rule {
  /** Signs (see `signs.ts`) of which the text must bear at least one for the rule to be asked. */
  readonly signs: number;
  find(subject: Subject, take: Take): void;
}

const CONTEXT_UNITS = 48;

/** The lower-case words before a place: the key and the text just in front of it. */
export function contextAt({ text, key }: Subject, start: number): string {
  return `${key} ${text.slice(Math.max(0, start - CONTEXT_UNITS), start).toLowerCase()}`;
}

/** What to take of a text. */
export interface Pattern {
  readonly label: string;
  /** Global and linear. */
  readonly regex: RegExp;
  /** Takes only what passes; everything if absent. */
  readonly passes?: ((match: string, start: number) => boolean) | undefined;
}

/** Takes each match of a pattern. */
export function takeMatches(text: string, { label, regex, passes }: Pattern, take: Take): void {
  for (const match of text.matchAll(regex)) {
    if (passes === undefined || passes(match[0], match.index)) take(match.index, match.index + match[0].length, label);
  }
}
