import { z } from "zod";
import { COLUMNS, type ColumnType, type Envelope } from "./arrow/columns.ts";
import { KIND_NAMES, OUTCOMES, SEVERITIES, type Kind } from "./kinds.ts";
import { PAYLOADS, UnitSchema } from "./payloads.ts";

const byType: Record<ColumnType, z.ZodType> = {
  text: z.string(),
  int: z.int32(),
  number: z.number(),
  list: z.array(z.string()),
};

const REQUIRED: ReadonlySet<string> = new Set(["id", "kind", "session", "seq", "time_unix_us"]);

function envelopeShape(): Record<string, z.ZodType> {
  const shape: Record<string, z.ZodType> = {};
  for (const column of COLUMNS) {
    const described = byType[column.type].describe(column.doc);
    shape[column.key] = REQUIRED.has(column.key) ? described : described.optional();
  }
  shape["importance"] = UnitSchema.optional();
  shape["confidence"] = UnitSchema.optional();
  shape["severity"] = z.enum(SEVERITIES).optional();
  shape["outcome"] = z.enum(OUTCOMES).optional();
  return shape;
}

/** The envelope of any event. */
export const EnvelopeSchema = z.looseObject(envelopeShape());

/** One event of a known kind, envelope and payload. */
function eventSchema(kind: Kind): z.ZodType {
  return z.looseObject({ ...envelopeShape(), kind: z.literal(kind), payload: PAYLOADS[kind].optional() });
}

/** An event of a kind this version does not define: envelope checked, payload free. */
const OtherEventSchema = z.looseObject({ ...envelopeShape(), kind: z.string(), payload: z.unknown().optional() });

/** The schema of each known kind. */
const EVENT_SCHEMAS: Readonly<Record<Kind, z.ZodType>> = Object.fromEntries(
  KIND_NAMES.map((kind) => [kind, eventSchema(kind)]),
) as Record<Kind, z.ZodType>;

/** First line of a file, and of every part appended by another process. */
export const HeaderSchema = z.looseObject({
  peek: z.int().positive().describe("Format version"),
  file: z.string().optional().describe("Random id of this recording"),
  created_unix_us: z.number().optional(),
  recorder: z.looseObject({ name: z.string(), version: z.string().optional() }).optional(),
  runtime: z.looseObject({ name: z.string(), version: z.string().optional() }).optional(),
  chain: z.literal("sha256").optional().describe("Every line carries `prev`"),
});

export type Header = z.infer<typeof HeaderSchema>;

/** What a payload of a kind holds. */
export type PayloadOf<K extends Kind> = z.infer<(typeof PAYLOADS)[K]>;

/** Any JSON value. */
export type Json = null | boolean | number | string | readonly Json[] | { readonly [key: string]: Json | undefined };

/** An event as it stands on a line. `kind` may be one this version does not know. */
export type EventRecord = Envelope & {
  readonly id: string;
  readonly kind: string;
  readonly session: string;
  readonly payload?: Json;
  /** Members of other writers; kept as they are. */
  readonly [unknown: string]: unknown;
};

/** Problems of one event against the schema of its kind, as `path: message`; empty if it is valid. */
export function validateEvent(event: { readonly kind?: unknown }): string[] {
  const schema = typeof event.kind === "string" && Object.hasOwn(EVENT_SCHEMAS, event.kind) ? EVENT_SCHEMAS[event.kind as Kind] : OtherEventSchema;
  const result = schema.safeParse(event);
  return result.success ? [] : result.error.issues.map((issue) => `${issue.path.join(".")}: ${issue.message}`);
}
