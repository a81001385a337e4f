import { expect, test } from "vitest";
import { Redactor } from "../../../format/redaction/redactor.ts";
import { LineRedactor } from "../../../sdk/cli/redact-line.ts";

const lines = (...texts: readonly string[]): string[] => {
  const redactor = new LineRedactor(new Redactor({ pii: true }, new Uint8Array(32)), new Map());
  return texts.map((text) => redactor.redact(text));
};

test("a header is redacted like the rest, and no member is lost whatever it is called", () => {
  const [header = "", event = ""] = lines('{"peek":1,"imported_from":"mail to ada@example.com, 2 files"}', '{"id":"a","kind":"log","session":"s","__proto__":{"mail":"ada@example.com"},"constructor":"kept"}');
  expect(header).toMatch(/^\{"peek":1,"imported_from":"mail to \[EMAIL:[0-9a-f]+\], 2 files"\}$/);
  expect(event).toMatch(/^\{"id":"a","kind":"log","session":"s","__proto__":\{"mail":"\[EMAIL:[0-9a-f]+\]"\},"constructor":"kept"\}$/);
});

test("a payload nested too deeply to be looked through is left out", () => {
  const [event = ""] = lines(`{"id":"a","kind":"log","session":"s","payload":${"[".repeat(100_000)}"ada@example.com"${"]".repeat(100_000)}}`);
  expect(event).toBe('{"id":"a","kind":"log","session":"s","payload":"nested too deeply to be redacted"}');
});
