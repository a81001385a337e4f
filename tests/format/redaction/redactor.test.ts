import { createHash, createHmac } from "node:crypto";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import fc from "fast-check";
import { expect, test } from "vitest";
import { Redactor } from "../../../format/redaction/redactor.ts";
import { hmacSha256, sha256 } from "../../../format/redaction/sha256.ts";
import { shapesSource } from "../../../scripts/secret-shapes.ts";
import { harmlessCorpus, plantedCorpus } from "./corpus.ts";

const KEY = new Uint8Array(32).fill(7);
const everything = (): Redactor => new Redactor({ pii: true }, KEY);
const cleaned = (value: unknown, redactor = everything()): unknown => JSON.parse(redactor.json(JSON.stringify(value)));

test("none of at least 500 planted values survives, said in a text or standing under a name", () => {
  const corpus = plantedCorpus();
  expect(corpus.length).toBeGreaterThanOrEqual(500);
  const redactor = everything();
  const missed = corpus.filter(({ value, said = "see %, thanks", key }) => {
    const text = said.replace("%", () => value);
    const places = key === undefined ? [redactor.text(text), redactor.json(JSON.stringify({ a: [text] })), redactor.json(JSON.stringify({ a: `line\n${text}\t"x"` }))] : [redactor.json(JSON.stringify({ [key]: value })), redactor.json(JSON.stringify({ headers: [{ name: key, value }] }))];
    return places.some((place) => place.includes(value));
  });
  expect(missed).toEqual([]);
});

test("at most 1 % of 5,000 harmless values are touched", () => {
  const redactor = everything();
  const touched = harmlessCorpus(5000).filter((value) => redactor.text(value) !== value || redactor.json(JSON.stringify({ value })) !== JSON.stringify({ value }));
  console.log(`${touched.length} of 5000 harmless values touched: ${touched.slice(0, 8).join(" | ")}`);
  expect(touched.length).toBeLessThanOrEqual(50);
});

test("equal values get equal placeholders however they are spelt, others do not", () => {
  const redactor = everything();
  const of = (text: string): string => /\[[A-Z_]+:[0-9a-f]{10}\]/.exec(redactor.text(text))?.[0] ?? text;
  expect(of("Ada@Example.com")).toBe(of("mail ada@example.com now"));
  expect(of("4111 1111 1111 1111")).toBe(of("card 4111-1111-1111-1111"));
  expect(of("a@example.com")).not.toBe(of("b@example.com"));
  expect(new Redactor({ pii: true, key: "the same key in both" }, KEY).text("a@example.com")).toBe(new Redactor({ pii: true, key: "the same key in both" }, new Uint8Array(32)).text("a@example.com"));
  expect(() => new Redactor({ key: "short" }, KEY)).toThrow(RangeError);
});

test("names tell, in any spelling, and of everything under them; counts and vocabularies are no secrets", () => {
  const secret = "hunter2hunter2";
  const objects = [{ Password: secret }, { user: { dbPassword: secret } }, { cookies: { sid: secret, deep: { x: secret } } }, { "set-cookie": [secret, secret] }, { headers: ["Authorization", `Bearer ${secret}`] }, { headers: [["x-api-key", secret]] }, { env: [{ name: "STRIPE_SECRET", value: secret }] }, { nested: JSON.stringify({ api_key: secret }) }, { password: 12345678 }];
  for (const value of objects) expect(JSON.stringify(cleaned(value))).not.toMatch(/hunter2|12345678/);
  const harmless = { max_tokens: 5, tokens: [1, 2], next_page_token: "abc", public_key: "abc", token_type: "Bearer", author: "Ada", required: ["password", "email"], properties: { password: { type: "string" } }, primary_key: "id", password: "" };
  expect(cleaned(harmless)).toEqual(harmless);
});

test("what stands in for a secret stays: variables, stars, placeholders of an earlier pass", () => {
  for (const text of ["password=${DB_PASSWORD}", "Authorization: Bearer <token>", "api_key: ****", "token=$TOKEN"]) expect(everything().text(text)).toBe(text);
  const once = everything().json(JSON.stringify({ mail: "a@example.com", password: "x1y2z3", text: "call +49 30 1234567" }));
  expect(everything().json(once)).toBe(once);
});

test("the scheme of a header stays readable, and the whole of a private key goes", () => {
  expect(cleaned({ authorization: "Bearer abcdefgh12345678" })).toMatchObject({ authorization: expect.stringMatching(/^Bearer \[SECRET:/) as string });
  const pem = `-----BEGIN RSA PRIVATE KEY-----\n${"MIIEpAIBAAKCAQEA7b/+\n".repeat(20)}-----END RSA PRIVATE KEY-----`;
  expect(everything().text(`before ${pem} after`)).toMatch(/^before \[PRIVATE_KEY:[0-9a-f]{10}\] after$/);
  expect(everything().text(`cut ${pem.slice(0, 200)}`)).toMatch(/^cut \[PRIVATE_KEY:[0-9a-f]{10}\]$/);
});

test("kinds can be chosen, names listed, rules added; counts say what was done", () => {
  const redactor = new Redactor({ secrets: false, pii: ["email"], names: ["Ada Lovelace"], keys: ["internal-id"], rules: [{ label: "ticket", pattern: /TCK-\d+/ }] }, KEY);
  const out = redactor.text("ada lovelace <ada@example.com> +49 30 1234567 TCK-99 password=hunter2x");
  expect(out).toMatch(/^\[NAME:\w+\] <\[EMAIL:\w+\]> \+49 30 1234567 \[TICKET:\w+\] password=hunter2x$/);
  expect(Object.fromEntries(redactor.counts())).toEqual({ NAME: 1, EMAIL: 1, TICKET: 1 });
  expect(JSON.stringify(cleaned({ internalId: "abc-1" }, new Redactor({ keys: ["internal-id"] }, KEY)))).toContain("[SECRET:");
});

test("JSON stays JSON, and what holds nothing stays byte for byte", () => {
  const redactor = everything();
  fc.assert(
    fc.property(fc.json(), (json) => {
      const out = redactor.json(json);
      JSON.parse(out);
      expect(redactor.json(out)).toBe(out);
    }),
    { numRuns: 500 },
  );
  const plain = `{ "b" : 1e3 , "a":[ 12345678901234567890, -0.0 ], "x" : "\\u00e9\\n" }`;
  expect(redactor.json(plain)).toBe(plain);
});

test("broken JSON and broken Unicode do no harm", () => {
  for (const json of [`{"password": "abc`, `{"a@example.com`, `{"a":"\\`, `[[[[`, `"\\ud800 a@example.com"`, `{"a":"\\uZZZZ a@example.com"}`, ""]) expect(() => everything().json(json)).not.toThrow();
});

test("hostile texts take time in proportion to their length", () => {
  const redactor = everything();
  const pieces = ["sk-", "eyJ-", "eyJaaaaaaaa.", "password=", "password: ", "a@", "1", "1 ", "1.", "a:", "-----BEGIN PRIVATE KEY-----", "://a:b", "Bearer ", "DE89 ", "+1 (", '\\"', "{", "token="];
  for (const piece of pieces) {
    const text = piece.repeat(Math.ceil(50_000 / piece.length));
    redactor.text(text);
    redactor.json(JSON.stringify({ text, nested: [`[${text}`] }));
  }
});

test("the hash is SHA-256 and HMAC as the platform computes them", () => {
  for (const size of [0, 1, 55, 56, 63, 64, 65, 119, 1000]) {
    const message = new Uint8Array(size).map((_, index) => index * 7);
    expect(Buffer.from(sha256(message))).toEqual(createHash("sha256").update(message).digest());
    for (const key of [KEY, new Uint8Array(100).fill(3)]) expect(Buffer.from(hmacSha256(key, message))).toEqual(createHmac("sha256", key).update(message).digest());
  }
});

test("the table of token formats is what its source gives", () => {
  expect(readFileSync(join(import.meta.dirname, "../../../format/redaction/secrets/shapes.ts"), "utf8")).toBe(shapesSource());
});
