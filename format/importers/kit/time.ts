const UNITS: readonly { readonly below: number; readonly toMicros: number }[] = [
  { below: 1e11, toMicros: 1e6 },
  { below: 1e14, toMicros: 1e3 },
  { below: 1e17, toMicros: 1 },
  { below: 1e20, toMicros: 1e-3 },
];

const DIGITS = /^\d{1,20}(\.\d{1,9})?$/;
const ISO = /^(\d{4}-\d\d-\d\d)[T ](\d\d:\d\d(?::\d\d)?)(?:[.,](\d{1,9}))?\s*(Z|UTC|[+-]\d\d:?\d\d)?$/;

/**
 * Microseconds since 1970 from what the world writes: seconds, milliseconds, microseconds or nanoseconds (told apart by
 * their size, so right for the years 1973 to 5000), as number or decimal text, or an ISO 8601 date (UTC if it names no
 * zone). Undefined for anything else, zero and times before 1970.
 */
export function unixMicros(value: unknown): number | undefined {
  if (typeof value === "number") return fromNumber(value);
  if (typeof value !== "string") return undefined;
  const text = value.trim();
  if (DIGITS.test(text)) return fromDigits(text);
  return fromIso(text);
}

function fromNumber(value: number): number | undefined {
  if (!Number.isFinite(value) || value <= 0) return undefined;
  const unit = UNITS.find(({ below }) => value < below);
  return unit === undefined ? undefined : Math.round(value * unit.toMicros);
}

/** Nanoseconds have more digits than a number holds: the last three are cut before reading. */
function fromDigits(text: string): number | undefined {
  return text.length >= 18 && !text.includes(".") ? fromNumber(Number(text.slice(0, -3))) : fromNumber(Number(text));
}

function fromIso(text: string): number | undefined {
  const match = ISO.exec(text);
  if (match === null) return undefined;
  const [, date, time, fraction = "", zone = "Z"] = match;
  const millis = Date.parse(`${date}T${time}${zone === "UTC" ? "Z" : zone}`);
  if (!Number.isFinite(millis) || millis < 0) return undefined;
  return millis * 1000 + Number(fraction.padEnd(6, "0").slice(0, 6));
}
