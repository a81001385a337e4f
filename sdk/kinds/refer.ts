import type { EventRef } from "../event.ts";

/** The short name of an event, if the reference is a handle to one of that kind: a call is named after its tool, a request after its model. */
export function nameOfKind(reference: EventRef | undefined, kind: string): string | undefined {
  if (typeof reference !== "object" || reference === null || reference.kind !== kind || reference.name === "") return undefined;
  return reference.name;
}
