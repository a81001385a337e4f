import type { Io } from "./io.ts";

/** A column of a table for people. */
export interface TableColumn<Row> {
  readonly title: string;
  readonly cell: (row: Row) => string | number | undefined;
  /** Takes what is left of the line and is cut to it; others are as wide as their widest cell. */
  readonly grows?: boolean;
}

const GAP = "  ";
const LEAST_GROWN = 12;
const CONTROL = /[\p{Cc}\p{Cf}\p{Zl}\p{Zp}]+/gu;

/** Writes rows under their titles; numbers to the right, what does not fit the terminal cut with an ellipsis. */
export function printTable<Row>(io: Io, rows: readonly Row[], columns: readonly TableColumn<Row>[]): void {
  const cells = rows.map((row) => columns.map(({ cell }) => oneLine(cell(row))));
  const isNumber = columns.map(({ cell }) => rows.some((row) => typeof cell(row) === "number"));
  const widths = columns.map(({ title }, index) => Math.max(title.length, ...cells.map((row) => (row[index] as string).length)));
  const grown = columns.findIndex(({ grows }) => grows === true);
  if (grown >= 0) {
    const others = widths.reduce((sum, width, index) => sum + (index === grown ? 0 : width + GAP.length), 0);
    widths[grown] = Math.max(LEAST_GROWN, Math.min(widths[grown] as number, io.width - others));
  }
  const line = (row: readonly string[]): string => row.map((text, index) => fit(text, widths[index] as number, isNumber[index] === true)).join(GAP).trimEnd();
  io.out(`${[columns.map(({ title }) => title), ...cells].map(line).join("\n")}\n`);
}

/** Text on one line and harmless to a terminal: control characters, which may move the cursor or forge lines, become spaces. */
export function oneLine(value: string | number | undefined): string {
  if (value === undefined) return "";
  return typeof value === "number" ? value.toLocaleString("en", { maximumFractionDigits: 6 }) : value.replaceAll(CONTROL, " ");
}

function fit(text: string, width: number, right: boolean): string {
  if (text.length > width) return `${text.slice(0, width - 1)}…`;
  return right ? text.padStart(width) : text.padEnd(width);
}

/** Milliseconds as a person reads them. */
export function duration(ms: number | undefined): string {
  if (ms === undefined) return "";
  if (ms < 1000) return `${Math.round(ms)} ms`;
  return ms < 120_000 ? `${(ms / 1000).toFixed(1)} s` : `${Math.round(ms / 60_000)} min`;
}

/** Dollars as a person reads them; empty for none. */
export function dollars(usd: number | undefined): string {
  if (usd === undefined || usd === 0) return "";
  return usd < 0.01 ? `$${usd.toFixed(6)}` : `$${usd.toFixed(2)}`;
}
