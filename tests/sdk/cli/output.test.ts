import { existsSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
import { basename, join } from "node:path";
import { expect, test } from "vitest";
import { lines, trace, useCli } from "./support.ts";

const { peek } = useCli();

test("what is written is never what is read, nor one file for several", () => {
  const [file, other] = [trace(), trace()];
  const before = readFileSync(file, "utf8");
  for (const command of [["redact"], ["repair"], ["pack"], ["export", "csv"]]) {
    const { code, err } = peek(...command, file, "--out", `${join(file, "..")}/./${basename(file)}`, "--force");
    expect([code, err.includes("is what is to be read")]).toEqual([2, true]);
  }
  expect(peek("export", "trace", file).code).toBe(0);
  expect(lines(peek("show", file.replace(".peek", ".copy.peek"))).map(({ id }) => id)).toEqual(lines(peek("show", file)).map(({ id }) => id));
  for (const command of ["redact", "repair", "pack", "unpack"]) {
    const out = join(file, "../one.out");
    const { code, err } = peek(command, file, other, "--out", out, "--force");
    expect([code, err.includes("2 traces"), existsSync(out)]).toEqual([2, true, false]);
  }
  expect(readFileSync(file, "utf8")).toBe(before);
});

test("what fails on the way leaves the file that was there, and nothing beside it; a pipe is written to as it is", () => {
  const file = trace();
  expect(peek("pack", file).code).toBe(0);
  const arrow = file.replace(".jsonl", ".arrow");
  writeFileSync(arrow, readFileSync(arrow).subarray(0, -400));
  const out = join(file, "../out.peek.jsonl");
  writeFileSync(out, "before");
  expect(peek("unpack", arrow, "--out", out, "--force").code).not.toBe(0);
  expect(readFileSync(out, "utf8")).toBe("before");
  expect(readdirSync(join(file, "..")).filter((name) => name.includes(".part"))).toEqual([]);
  if (existsSync("/dev/null")) expect(peek("export", "csv", file, "--out", "/dev/null", "--force").code).toBe(0);
});
