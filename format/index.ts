/** What `peaky-peek/format` gives: the format's words, its types, and how to check, write, pack and unpack traces. */
export { FORMAT_VERSION, MEDIA_TYPE } from "./version.ts";
export { isKind, KIND_NAMES, KINDS, OUTCOMES, SEVERITIES, type Kind, type KindGroup, type Outcome, type Severity } from "./kinds.ts";
export { COLUMNS, type ColumnKey, type Envelope } from "./arrow/columns.ts";
export { validateEvent, type EventRecord, type Header, type Json, type PayloadOf } from "./event.ts";
export type { EventId, SessionId, Sha256, TraceId } from "./ids.ts";
export type { Bytes, Millis, MonoMicros, UnitInterval, UnixMicros, Usd } from "./units.ts";
export { TraceError, type TraceErrorCode, type TraceFailure } from "./errors.ts";
export { writeEvent, writeHeader } from "./jsonl/write.ts";
export { upgradeLines } from "./upgrade/index.ts";
export { ipcStream } from "./arrow/encode.ts";
export { packLines } from "./arrow/pack.ts";
export { unpackArrow } from "./arrow/unpack.ts";
