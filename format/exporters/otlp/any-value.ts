/** A value as OTLP JSON writes it: 64-bit integers as decimal text. */
export type AnyValue = { readonly stringValue: string } | { readonly boolValue: boolean } | { readonly intValue: string } | { readonly doubleValue: number } | { readonly arrayValue: { readonly values: readonly AnyValue[] } };

/** What an attribute may hold here. */
export type AttributeValue = string | number | boolean | readonly string[];
/** Attributes by name; those that are undefined are left out. */
export type AttributeMap = { readonly [name: string]: AttributeValue | undefined };

/** Attributes as OTLP's list of key and value. */
export function attributeList(attributes: AttributeMap): { readonly key: string; readonly value: AnyValue }[] {
  return Object.entries(attributes).flatMap(([key, value]) => (value === undefined ? [] : [{ key, value: anyValue(value) }]));
}

function anyValue(value: AttributeValue): AnyValue {
  if (typeof value === "string") return { stringValue: value };
  if (typeof value === "boolean") return { boolValue: value };
  if (typeof value === "number") return Number.isSafeInteger(value) ? { intValue: String(value) } : { doubleValue: value };
  return { arrayValue: { values: value.map((item) => ({ stringValue: item })) } };
}
