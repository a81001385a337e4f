import type { EventOptions, Maker } from "../event.ts";

/** Who says it. */
export interface AnnotationOptions extends EventOptions {
  readonly author?: string | undefined;
}

export const annotation: Maker<{ readonly text: unknown; readonly options: AnnotationOptions | undefined }> = {
  kind: "annotation",
  make: ({ text, options }) => ({ members: { name: "note" }, payload: { text, author: options?.author } }),
};

/** What goes with a log line. */
export interface LogOptions extends EventOptions {
  /** debug, info, warn, error. */
  readonly level?: string | undefined;
  readonly data?: unknown;
}

export const log: Maker<{ readonly message: unknown; readonly options: LogOptions }> = {
  kind: "log",
  make: ({ message, options }) => ({
    members: { name: typeof message === "string" ? message.slice(0, 80) : undefined },
    payload: { message, level: options.level, data: options.data },
  }),
};

/** The maker of a kind without a method of its own. */
export function otherKind(kind: unknown): Maker<unknown> {
  return {
    kind: typeof kind === "string" && kind !== "" ? kind : "unknown",
    make: (payload) => ({ members: {}, payload: payload === undefined ? undefined : asObject(payload) }),
  };
}

function asObject(payload: unknown): object {
  return typeof payload === "object" && payload !== null && !Array.isArray(payload) ? payload : { value: payload };
}
