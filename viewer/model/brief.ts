import type { BriefInfo, BriefReader, BriefSubject } from "../engine/contracts/brief.ts";

/** Whom a brief is for, as the page names them. */
export const READERS: readonly { readonly id: BriefReader; readonly title: string }[] = [
  { id: "agent", title: "a coding agent" },
  { id: "colleague", title: "a colleague" },
];

/** What a brief can be about. */
export const SUBJECTS: readonly { readonly id: BriefSubject; readonly title: string }[] = [
  { id: "why", title: "why it failed" },
  { id: "run", title: "the run" },
  { id: "event", title: "the event" },
];

/** Budgets offered, in tokens. */
export const BUDGETS: readonly number[] = [2000, 8000, 32_000];

/** A reader by a kept word; the first for a word that is none. */
export function readerOf(word: string): BriefReader {
  return READERS.find(({ id }) => id === word)?.id ?? "agent";
}

/** What is not in a brief, in one line. */
export function leftOutLine({ leftOut, redacted }: BriefInfo): string {
  const parts = leftOut.map(({ what, missing, cut }) => `${what}: ${[missing > 0 ? `${missing.toLocaleString("en")} left out` : "", cut > 0 ? `${cut.toLocaleString("en")} cut` : ""].filter((part) => part !== "").join(", ")}`);
  const replaced = redacted > 0 ? [`${redacted.toLocaleString("en")} secrets and personal data replaced`] : [];
  const all = [...replaced, ...parts];
  return all.length === 0 ? "Nothing is left out." : `${all.join(" · ")}.`;
}
