import { FAILING_OUTCOMES, isKind, KINDS, STOPPED_OUTCOMES, type KindGroup } from "../../format/kinds.ts";

/** What a row's outcome means to a reader. */
type Standing = "failing" | "stopped" | "quiet";

/** Failing, stopped, or nothing to see here. */
export function standingOf(kind: string, outcome: string): Standing {
  if ((FAILING_OUTCOMES as readonly string[]).includes(outcome) || kind === "error") return "failing";
  if ((STOPPED_OUTCOMES as readonly string[]).includes(outcome)) return "stopped";
  return "quiet";
}

/** The family a kind is shown in; kinds of other writers stand with the logs. */
export function groupOf(kind: string): KindGroup {
  return isKind(kind) ? KINDS[kind].group : "checkpoint";
}

/** A kind's name for people; kinds of other writers under their own. */
export function labelOf(kind: string): string {
  return isKind(kind) ? KINDS[kind].label : kind;
}

/** Name and preview of a row without saying the same thing twice. */
export function rowText(name: string, preview: string): { readonly name: string; readonly preview: string } {
  if (preview === "") return { name, preview: "" };
  return preview.startsWith(name) ? { name: "", preview } : { name, preview };
}
