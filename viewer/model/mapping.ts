import type { Mapping, MappedMember } from "../../format/importers/generic/mapping.ts";

/** A meaning a field can have, as the page offers it. */
interface MemberChoice {
  readonly member: MappedMember;
  readonly label: string;
  /** What such a field holds. */
  readonly hint: string;
  /** Offered at once; the others on demand. */
  readonly isMain: boolean;
}

/** Every meaning a field can have, the most telling first. */
export const MEMBER_CHOICES: readonly MemberChoice[] = [
  { member: "time", label: "Time", hint: "When it happened: seconds to nanoseconds since 1970, or a date", isMain: true },
  { member: "kind", label: "Kind", hint: "What happened: tool_call, error, …", isMain: true },
  { member: "actor", label: "Actor", hint: "Who acted: an agent, a role, a user", isMain: true },
  { member: "text", label: "Text", hint: "What was said or found", isMain: true },
  { member: "parent", label: "Parent", hint: "The id of the record it belongs under", isMain: true },
  { member: "id", label: "Id", hint: "What other records call it", isMain: true },
  { member: "session", label: "Run", hint: "Records with the same value are one run", isMain: true },
  { member: "name", label: "Name", hint: "A short name for the step", isMain: false },
  { member: "tool", label: "Tool", hint: "The tool that was called", isMain: false },
  { member: "model", label: "Model", hint: "The model that answered", isMain: false },
  { member: "level", label: "Level", hint: "info, warning, error", isMain: false },
  { member: "status", label: "Status", hint: "Whether it failed: failed, success: false, …", isMain: false },
  { member: "call", label: "Call id", hint: "What a tool's call and its result share", isMain: false },
  { member: "duration_ms", label: "Duration", hint: "In milliseconds", isMain: false },
  { member: "tokens_in", label: "Tokens in", hint: "Input tokens", isMain: false },
  { member: "tokens_out", label: "Tokens out", hint: "Output tokens", isMain: false },
  { member: "cost_usd", label: "Cost", hint: "In US dollars", isMain: false },
];

const MEMBERS: ReadonlySet<string> = new Set(MEMBER_CHOICES.map(({ member }) => member));
const LONGEST_PATH = 500;

/** A mapping with one member given another field; an empty path takes it away. */
export function withField(mapping: Mapping, member: MappedMember, path: string): Mapping {
  const others = Object.entries(mapping).filter(([key]) => key !== member);
  return Object.fromEntries(path === "" ? others : [...others, [member, path]]);
}

/** The mapping in a value that may be anything; null if there is none. Members of no meaning are left out. */
export function mappingFrom(value: unknown): Mapping | null {
  if (typeof value !== "object" || value === null || Array.isArray(value)) return null;
  const inner = (value as { readonly mapping?: unknown }).mapping;
  if (typeof inner === "object" && inner !== null) return mappingFrom(inner);
  const usable = Object.entries(value).filter(([member, path]) => MEMBERS.has(member) && typeof path === "string" && path !== "" && path.length <= LONGEST_PATH);
  return usable.length === 0 ? null : (Object.fromEntries(usable) as Mapping);
}

/** A mapping as a text to pass on. */
export function mappingText(mapping: Mapping): string {
  return JSON.stringify({ mapping }, null, 2);
}

/** The mapping somebody passed on; null if the text holds none. */
export function readMappingText(text: string): Mapping | null {
  try {
    return mappingFrom(JSON.parse(text));
  } catch {
    return null;
  }
}

const MOST_REMEMBERED = 50;

/** Remembers a choice for a shape of records; the oldest give way. */
export function rememberMapping(known: Readonly<Record<string, Mapping>>, shape: string, mapping: Mapping): Readonly<Record<string, Mapping>> {
  const others = Object.entries(known).filter(([key]) => key !== shape);
  return Object.fromEntries([...others, [shape, mapping] as const].slice(-MOST_REMEMBERED));
}

/** The usable mappings of what was remembered, whatever the store gave back. */
export function usableMappings(kept: Readonly<Record<string, unknown>>): Readonly<Record<string, Mapping>> {
  const usable = Object.entries(kept).map(([shape, value]) => [shape, mappingFrom(value)] as const);
  return Object.fromEntries(usable.filter((entry): entry is readonly [string, Mapping] => entry[1] !== null));
}
