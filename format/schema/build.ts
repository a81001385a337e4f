import { z } from "zod";
import { EnvelopeSchema, HeaderSchema } from "../event.ts";
import { KIND_NAMES, type Kind } from "../kinds.ts";
import { PAYLOADS } from "../payloads.ts";
import { FORMAT_VERSION } from "../version.ts";

/** The JSON Schema (draft 2020-12) of one line of a trace file, as the text of its file. Deterministic. */
export function traceSchemaText(): string {
  const kinds = Object.fromEntries(KIND_NAMES.map((kind) => [kind, kindDefinition(kind)]));
  const schema = {
    $schema: "https://json-schema.org/draft/2020-12/schema",
    title: `Peaky Peek trace, version ${FORMAT_VERSION}: one line`,
    oneOf: ["header", ...KIND_NAMES, "other"].map((name) => ({ $ref: `#/$defs/${name}` })),
    $defs: {
      header: definition(HeaderSchema),
      envelope: definition(EnvelopeSchema),
      ...kinds,
      other: { $ref: "#/$defs/envelope", properties: { kind: { not: { enum: [...KIND_NAMES] } } } },
    },
  };
  return `${JSON.stringify(schema, null, 2)}\n`;
}

function kindDefinition(kind: Kind): Record<string, unknown> {
  return { $ref: "#/$defs/envelope", properties: { kind: { const: kind }, payload: definition(PAYLOADS[kind]) } };
}

function definition(schema: z.ZodType): Record<string, unknown> {
  const { $schema: _, ...rest } = z.toJSONSchema(schema, { io: "input" }) as Record<string, unknown>;
  return rest;
}
