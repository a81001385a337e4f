import type { EventRef } from "../event.ts";

/** The tool or model an event is about, if the reference is a handle to one of that kind. */
export function aboutOf(reference: EventRef | undefined, kind: string): string | undefined {
  if (typeof reference !== "object" || reference === null || reference.kind !== kind || reference.about === "") return undefined;
  return reference.about;
}
