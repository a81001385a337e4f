/** Looks at the parts of a value for something that must not be recorded as it is. */
export interface Watcher {
  key(name: string): boolean;
  text(text: string): boolean;
  number(value: number): boolean;
}

/** What was found while looking at a value. */
export interface Measure {
  /** Characters of strings and keys. */
  units: number;
  /** True once the watcher said yes to any part. */
  isSuspect: boolean;
  readonly watcher: Watcher | undefined;
}

interface PlainLimits {
  readonly maxDepth: number;
  readonly maxEntries: number;
  readonly maxPayload: number;
  readonly blobThreshold: number;
}

/**
 * True if `JSON.stringify` writes the value whole: only plain objects, arrays, finite numbers, strings, booleans, null,
 * and undefined members, all within the limits. It runs for every event, so it looks and allocates nothing. May throw
 * what getters and proxies throw.
 */
export function isPlainJson(value: unknown, limits: PlainLimits, measure: Measure, depth: number): boolean {
  switch (typeof value) {
    case "string":
      measure.units += value.length;
      if (measure.watcher !== undefined && !measure.isSuspect) measure.isSuspect = measure.watcher.text(value);
      return value.length <= limits.blobThreshold && measure.units <= limits.maxPayload;
    case "number":
      measure.units += 8;
      if (measure.watcher !== undefined && !measure.isSuspect) measure.isSuspect = measure.watcher.number(value);
      return Number.isFinite(value);
    case "boolean":
      measure.units += 4;
      return true;
    case "object":
      return value === null || isPlainContainer(value, limits, measure, depth);
    case "bigint":
    case "function":
    case "symbol":
    case "undefined":
      return false;
  }
}

function isPlainContainer(value: object, limits: PlainLimits, measure: Measure, depth: number): boolean {
  if (depth >= limits.maxDepth || measure.units > limits.maxPayload) return false;
  measure.units += 2;
  const prototype: unknown = Object.getPrototypeOf(value);
  if (prototype === Object.prototype || prototype === null) return isPlainObject(value as Record<string, unknown>, limits, measure, depth + 1);
  return prototype === Array.prototype && Array.isArray(value) && isPlainArray(value, limits, measure, depth + 1);
}

function isPlainObject(value: Record<string, unknown>, limits: PlainLimits, measure: Measure, depth: number): boolean {
  let entries = 0;
  for (const key in value) {
    const member = value[key];
    if (++entries > limits.maxEntries) return false;
    measure.units += key.length + 4;
    if (measure.watcher !== undefined && !measure.isSuspect) measure.isSuspect = measure.watcher.key(key);
    if (member !== undefined && !isPlainJson(member, limits, measure, depth)) return false;
  }
  return true;
}

function isPlainArray(value: readonly unknown[], limits: PlainLimits, measure: Measure, depth: number): boolean {
  if (value.length > limits.maxEntries) return false;
  for (let index = 0; index < value.length; index++) {
    measure.units++;
    if (!isPlainJson(value[index], limits, measure, depth)) return false;
  }
  return true;
}
