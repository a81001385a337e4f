/** Classes of the program's own errors, so that served ones are instances of them. */
export type ErrorClasses = readonly (new (...given: never[]) => Error)[];

const BUILT_IN: ErrorClasses = [EvalError, RangeError, ReferenceError, SyntaxError, TypeError, URIError];
/** What a thrown nothing was recorded as. */
const NOTHING: ReadonlyMap<string, unknown> = new Map<string, unknown>([
  ["null", null],
  ["undefined", undefined],
]);

/**
 * What to throw for a recorded failure: an error with the class name, message, stack, cause and further members it had,
 * or the very value, if it was not an error. It is an instance of a class in `classes` of that name, if there is one.
 */
export function thrownOf(errorClass: string, recorded: unknown, classes: ErrorClasses): unknown {
  if (NOTHING.has(errorClass) && recorded === errorClass) return NOTHING.get(errorClass);
  if (typeof recorded !== "object" || recorded === null) return errorClass === typeof recorded ? recorded : errorOf(errorClass, { message: recorded }, classes);
  return "value" in recorded && !("stack" in recorded) ? recorded.value : errorOf(errorClass, recorded as Readonly<Record<string, unknown>>, classes);
}

function errorOf(errorClass: string, { message, stack, cause, details }: Readonly<Record<string, unknown>>, classes: ErrorClasses): Error {
  const text = typeof message === "string" ? message : "";
  const error = errorClass === "AbortError" || errorClass === "TimeoutError" ? new DOMException(text, errorClass) : new Error(text);
  const known = [...classes, ...BUILT_IN].find(({ name }) => name === errorClass);
  if (known !== undefined) Object.setPrototypeOf(error, known.prototype as object);
  const set = (key: string, value: unknown): void => void Object.defineProperty(error, key, { value, configurable: true, writable: true });
  if (error.name !== errorClass) set("name", errorClass);
  if (typeof stack === "string") set("stack", stack);
  if (cause !== undefined) set("cause", cause);
  if (typeof details === "object" && details !== null) Object.assign(error, details);
  return error;
}
