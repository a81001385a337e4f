/** Units are part of every name (`duration_ms`, `time_unix_us`); these types make a wrong unit a compile error where values are computed. */
declare const unit: unique symbol;
type Quantity<Name extends string> = number & { readonly [unit]?: Name };

/** Microseconds since 1970-01-01T00:00:00Z. Exact in a double until the year 2255. */
export type UnixMicros = Quantity<"unix_us">;
/** Microseconds on a monotonic clock whose zero is private to the recording process. */
export type MonoMicros = Quantity<"mono_us">;
/** Milliseconds of duration; fractions allowed. */
export type Millis = Quantity<"ms">;
/** A count of bytes. */
export type Bytes = Quantity<"bytes">;
/** US dollars. */
export type Usd = Quantity<"usd">;
/** A probability or share, 0 to 1. */
export type UnitInterval = Quantity<"unit">;
