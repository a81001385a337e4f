/** A member somewhere inside a value, by its path; undefined where there is none. May throw what getters throw. */
export function member(value: unknown, ...path: readonly (string | number)[]): unknown {
  let at: unknown = value;
  for (const key of path) {
    if (typeof at !== "object" || at === null) return undefined;
    at = (at as Record<string | number, unknown>)[key];
  }
  return at;
}

/** The member as text, if it is one and not empty. */
export function text(value: unknown, ...path: readonly (string | number)[]): string | undefined {
  const found = member(value, ...path);
  return typeof found === "string" && found !== "" ? found : undefined;
}

/** The member as a number, if it is one. */
export function count(value: unknown, ...path: readonly (string | number)[]): number | undefined {
  const found = member(value, ...path);
  return typeof found === "number" && Number.isFinite(found) ? found : undefined;
}

/** The member as a list; empty if it is none. */
export function list(value: unknown, ...path: readonly (string | number)[]): readonly unknown[] {
  const found = member(value, ...path);
  return Array.isArray(found) ? found : [];
}

/** The texts of a list's items joined; undefined if none has any. */
export function joined(items: readonly unknown[], ...path: readonly (string | number)[]): string | undefined {
  const texts = items.map((item) => text(item, ...path)).filter((found) => found !== undefined);
  return texts.length === 0 ? undefined : texts.join("");
}
