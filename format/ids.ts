declare const brand: unique symbol;
type Id<Name extends string> = string & { readonly [brand]?: Name };

/** Names one event; unique in its file. Our recorder writes 16 hex digits, the width of an OpenTelemetry span id. */
export type EventId = Id<"event">;
/** Names one run of an agent: what a person calls "the run". */
export type SessionId = Id<"session">;
/** Joins sessions that belong together over processes. Our recorder writes 32 hex digits, the width of an OpenTelemetry trace id. */
export type TraceId = Id<"trace">;
/** Lower-case hex SHA-256 of some bytes. */
export type Sha256 = Id<"sha256">;
