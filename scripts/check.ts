/**
 * Runs every check there is, says of each what it saw, and closes with `N passed, N failed`. With names, only those:
 * `npm test -- lint e2e`. A check that saw nothing has failed: green without looking is worse than red.
 */
import { CHECKS, type Check } from "./support/checks.ts";

const MOST_OUTPUT = 30_000;

const asked = process.argv.slice(2);
const unknown = asked.filter((name) => !CHECKS.some((check) => check.name === name));
if (unknown.length > 0) {
  console.error(`There is no check ${unknown.join(", ")}. There are: ${CHECKS.map(({ name }) => name).join(", ")}.`);
  process.exitCode = 1;
} else await runAll(asked.length > 0 ? CHECKS.filter(({ name }) => asked.includes(name)) : CHECKS);

async function runAll(checks: readonly Check[]): Promise<void> {
  let [passed, failed] = [0, 0];
  for (const check of checks) {
    const start = performance.now();
    const result = await check.run();
    const seconds = ((performance.now() - start) / 1000).toFixed(1);
    const looked = result.passed + result.failed > 0;
    const failures = looked ? result.failed : 1;
    passed += result.passed;
    failed += failures;
    if (failures > 0) console.log(result.output.slice(-MOST_OUTPUT));
    const skipped = result.skipped > 0 ? `, ${result.skipped} skipped` : "";
    console.log(`${failures > 0 ? "✗" : "✓"} ${check.name}: ${looked ? result.saw : "saw nothing"}; ${result.passed} passed, ${failures} failed${skipped} (${seconds} s)`);
  }
  console.log(`${passed} passed, ${failed} failed`);
  if (failed > 0) process.exitCode = 1;
}
