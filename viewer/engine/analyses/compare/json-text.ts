import type { Json } from "../../../../format/event.ts";

/** JSON text of a value; a few words where it is nested too deep for that. */
export function jsonText(value: Json | undefined): string {
  try {
    return JSON.stringify(value ?? null);
  } catch {
    return "(nested too deep to show)";
  }
}
