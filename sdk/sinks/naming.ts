import { join } from "node:path";

const MOST_SLUG_UNITS = 40;
const ID_DIGITS = 8;

/**
 * Name of a run's file: time, agent, a piece of a random id. Sorts by time; holds only letters, digits, `-`, `.` and `_`,
 * so every file system takes it.
 */
export function fileName(dir: string, agent: string, unixUs: number, id: string): string {
  const time = new Date(unixUs / 1000).toISOString().replaceAll(/[-:]/g, "");
  const slug = agent
    .toLowerCase()
    .slice(0, MOST_SLUG_UNITS)
    .replaceAll(/[^a-z0-9]+/g, "-")
    .replaceAll(/^-|-$/g, "");
  return join(dir, `${time}_${slug || "run"}_${id.slice(0, ID_DIGITS)}.peek.jsonl`);
}
