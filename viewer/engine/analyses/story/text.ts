import type { Json } from "../../../../format/event.ts";
import { asObject, lookUp } from "../../../../format/importers/kit/read.ts";
import type { StoryEvent } from "./event.ts";

/** Characters of one event that analyses read; what comes after is not looked at. */
const LONGEST = 24_000;
/** Values visited in one payload at most. */
const MOST_VALUES = 4000;

/** Arguments longer than this are prose or programs. */
const LONGEST_VALUE = 120;

/** Payload members that hold what an event says, by kind; for other kinds the whole payload is read. */
const SAID: Readonly<Record<string, readonly string[]>> = {
  agent_start: ["title", "input"],
  agent_end: ["output"],
  agent_turn: ["content", "goal"],
  human_input: ["content"],
  handoff: ["reason", "context"],
  decision: ["reasoning", "chosen_action", "evidence"],
  llm_response: ["content", "reasoning"],
  tool_call: ["arguments"],
  tool_result: ["error", "result"],
  retrieval: ["query", "documents"],
  safety_check: ["rationale", "blocked_action"],
  refusal: ["reason", "blocked_action"],
  policy_violation: ["violation_type", "details"],
  error: ["message", "stack", "cause"],
  repair_attempt: ["attempted_fix", "validation_result"],
  annotation: ["text"],
  log: ["message", "data"],
};

/** Payload members of a kind that hold what such an event says, the most telling first. */
export function tellingMembers(kind: string): readonly string[] {
  return lookUp(SAID, kind) ?? [];
}

/** What an event says, as text: its strings and numbers in order, one a line, cut at a bound. */
export function eventText(event: StoryEvent): string {
  const payload = event.payload();
  const object = asObject(payload);
  const members = object === undefined ? undefined : lookUp(SAID, event.kind);
  const parts: string[] = [];
  const room = { left: LONGEST };
  if (members === undefined || object === undefined) leaves(payload, parts, room);
  else for (const member of members) leaves(object[member], parts, room);
  return parts.join("\n");
}

/** The strings and numbers a call was given, each once; long texts are left out, as they are not taken over word for word. */
export function scalars(event: StoryEvent): string[] {
  const parts: string[] = [];
  leaves(asObject(event.payload())?.["arguments"], parts, { left: LONGEST });
  return [...new Set(parts)].filter((part) => part.length <= LONGEST_VALUE && part !== "true" && part !== "false");
}

/** Collects strings and numbers of a value without recursion. */
function leaves(value: Json | undefined, parts: string[], room: { left: number }): void {
  const stack: (Json | undefined)[] = [value];
  for (let visited = 0; stack.length > 0 && room.left > 0 && visited < MOST_VALUES; visited++) {
    const item = stack.pop();
    if (typeof item === "object" && item !== null) {
      const members = Array.isArray(item) ? item : Object.values(item);
      for (let i = Math.min(members.length, MOST_VALUES) - 1; i >= 0; i--) stack.push(members[i] as Json | undefined);
    } else if (item !== undefined && item !== null && item !== "") {
      const text = String(item).slice(0, room.left);
      room.left -= text.length;
      parts.push(text);
    }
  }
}
