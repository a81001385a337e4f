import { FORMAT_VERSION } from "../version.ts";
import { from0 } from "./from-0.ts";
import type { UpgradeStep } from "./step.ts";

/** One step for each version before the current one, oldest first. Only this folder knows the past. */
const STEPS: readonly UpgradeStep[] = [from0];

checkSteps(STEPS, FORMAT_VERSION);

/** Throws RangeError unless the steps lead from version 0 to `version` without a gap. */
export function checkSteps(steps: readonly UpgradeStep[], version: number): void {
  const wrong = steps.findIndex((step, index) => step.from !== index);
  if (wrong >= 0) throw new RangeError(`upgrade step ${wrong} takes version ${steps[wrong]?.from}`);
  if (steps.length !== version) throw new RangeError(`upgrade steps lead to version ${steps.length}, not ${version}`);
}

/**
 * Rewrites the lines of an older trace as lines of the current version. The version is that of the last header seen.
 * Lines that are not JSON objects are passed on as they are, for the reader to report.
 */
export async function* upgradeLines(lines: AsyncIterable<{ readonly text: string }>): AsyncGenerator<string> {
  let version = FORMAT_VERSION;
  for await (const { text } of lines) {
    const record = parseObject(text);
    if (record === undefined) {
      yield text;
      continue;
    }
    if (isVersion(record["peek"])) {
      version = record["peek"];
      yield JSON.stringify({ ...record, peek: Math.max(version, FORMAT_VERSION), upgraded_from: version });
      continue;
    }
    yield version >= FORMAT_VERSION ? text : JSON.stringify(upgradeRecord(record, version));
  }
}

/** One record of an older version as one of the current version. */
export function upgradeRecord(record: Readonly<Record<string, unknown>>, version: number): Readonly<Record<string, unknown>> {
  return STEPS.slice(version).reduce((older, step) => step.upgrade(older), record);
}

function parseObject(text: string): Record<string, unknown> | undefined {
  try {
    const value = JSON.parse(text) as unknown;
    return typeof value === "object" && value !== null && !Array.isArray(value) ? (value as Record<string, unknown>) : undefined;
  } catch {
    return undefined;
  }
}

function isVersion(value: unknown): value is number {
  return Number.isInteger(value) && (value as number) >= 0;
}
