export { createRecorder, init } from "./default.ts";
export { TraceContext } from "./trace-context.ts";
export { MemorySink } from "./sinks/memory.ts";
export type { EventOptions, EventRef, Evidence, RecordedEvent } from "./event.ts";
export type { InitOptions } from "./options.ts";
export type { Clock, Ids, OnError, RecorderProblem, Redactor, Sink } from "./ports.ts";
export type { ScopeOptions } from "./scope.ts";
export type { LlmStream, StreamChunk } from "./stream.ts";
export type { RunResult } from "./kinds/runs.ts";
