import { types } from "node:util";

const MOST_CLASS_UNITS = 100;

/** Class of a thrown thing: an Error's name, its class where that says more, else what kind of value it is. Never throws. */
export function classOfError(thrown: unknown): string {
  try {
    if (typeof thrown !== "object" || thrown === null) return typeof thrown;
    const { name, constructor } = thrown as { readonly name?: unknown; readonly constructor?: unknown };
    if (typeof name === "string" && name !== "" && name !== "Error") return name.slice(0, MOST_CLASS_UNITS);
    return typeof constructor === "function" ? constructor.name.slice(0, MOST_CLASS_UNITS) : "object";
  } catch {
    return "unreadable";
  }
}

/** A thrown thing as payload: message and stack in words, the cause and further members as they are. */
export function errorPayload(thrown: unknown): Readonly<Record<string, unknown>> {
  if (!isError(thrown)) return { message: messageOf(thrown), value: thrown };
  const { cause } = thrown;
  const details = Object.keys(thrown).length > 0 ? { ...thrown } : undefined;
  return { message: thrown.message, stack: thrown.stack, cause: cause, details };
}

/** Also DOMException (what an AbortSignal throws), which is an Error but no native one. */
function isError(thrown: unknown): thrown is Error {
  return types.isNativeError(thrown) || (!types.isProxy(thrown) && thrown instanceof DOMException);
}

function messageOf(thrown: unknown): string {
  if (typeof thrown === "string") return thrown;
  if (typeof thrown !== "object" || thrown === null) return String(thrown);
  const { message } = thrown as { readonly message?: unknown };
  return typeof message === "string" ? message : classOfError(thrown);
}
