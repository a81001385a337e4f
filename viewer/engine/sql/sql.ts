/** A piece of SQL text whose values have been escaped. */
export interface Sql {
  readonly text: string;
}

type Value = Sql | string | number | readonly string[] | readonly number[];

/**
 * Makes SQL from a template. Strings become quoted literals, numbers plain ones, arrays comma-separated lists, and
 * pieces of SQL are put in as they are. Throws RangeError for numbers that are not finite.
 */
export function sql(parts: TemplateStringsArray, ...values: readonly Value[]): Sql {
  let text = parts[0] ?? "";
  for (const [index, value] of values.entries()) text += render(value) + (parts[index + 1] ?? "");
  return { text };
}

/** A quoted identifier. */
export function identifier(name: string): Sql {
  return { text: `"${name.replaceAll('"', '""')}"` };
}

/** Pieces joined by a separator; `otherwise` if there are none. */
export function join(pieces: readonly Sql[], separator: string, otherwise = ""): Sql {
  return { text: pieces.length === 0 ? otherwise : pieces.map((piece) => piece.text).join(separator) };
}

function render(value: Value): string {
  if (typeof value === "string") return `'${value.replaceAll("'", "''")}'`;
  if (typeof value === "number") {
    if (!Number.isFinite(value)) throw new RangeError(`not a number for SQL: ${value}`);
    return String(value);
  }
  if ("text" in value) return value.text;
  return value.map((item: string | number) => render(item)).join(", ");
}

declare const row: unique symbol;
/** A statement and the type of its rows. */
export interface Query<Row> extends Sql {
  readonly [row]?: Row;
}
