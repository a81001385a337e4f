import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "./support/test.ts";
import { fileAt, type DroppedFile } from "./support/viewer.ts";

const BROKEN = join(import.meta.dirname, "../../samples/broken");
const EVENT = '{"seq":0,"id":"a","kind":"log","session":"s","time_unix_us":1762248600000000,"payload":{"message":"hello"}}';

const memory = (name: string, text: string | Buffer): DroppedFile => ({ name, bytes: Buffer.from(text) });

const CARDS: readonly { readonly what: string; readonly file: DroppedFile; readonly says: RegExp }[] = [
  { what: "a picture", file: fileAt(join(BROKEN, "picture.png")), says: /PNG|picture|image/i },
  { what: "an empty file", file: memory("nothing.peek.jsonl", ""), says: /empty/i },
  { what: "NUL bytes", file: memory("nul.peek.jsonl", Buffer.alloc(4096)), says: /NUL|zero|empty/i },
  { what: "a newer version", file: memory("newer.peek.jsonl", `{"peek":99}\n${EVENT}\n`), says: /99/ },
  { what: "text that is no trace", file: memory("notes.txt", "dear diary\nnothing happened\n"), says: /not|no trace/i },
];

for (const { what, file, says } of CARDS) {
  test(`${what} ends in a card with cause, place and next step`, async ({ viewer }) => {
    await viewer.drop(file);
    await expect(viewer.cards).toHaveCount(1);
    await expect(viewer.cards).toContainText(file.name);
    await expect(viewer.cards).toContainText(says);
    await expect(viewer.cards).toContainText("Where:");
    await viewer.cards.getByRole("button", { name: "Dismiss" }).click();
    await expect(viewer.cards).toHaveCount(0);
    await expect(viewer.page.getByRole("button", { name: "Open a trace…" })).toBeVisible();
  });
}

test("of a newer file what is understood can be read all the same", async ({ viewer }) => {
  await viewer.drop(memory("newer.peek.jsonl", `{"peek":99}\n${EVENT}\n`));
  await viewer.cards.getByRole("button", { name: "Read what this viewer understands" }).click();
  await expect(viewer.rows.first()).toContainText("hello");
});

test("UTF-16 from a Windows tool is read as what it says", async ({ viewer }) => {
  await viewer.drop(memory("windows.peek.jsonl", Buffer.from(`\uFEFF{"peek":1}\r\n${EVENT}\r\n`, "utf16le")));
  await expect(viewer.rows.first()).toContainText("hello");
});

test("a broken line in the middle costs that line and is reported where it stands", async ({ viewer }) => {
  await viewer.drop(memory("middle.peek.jsonl", `{"peek":1}\n${EVENT}\n{"seq":1,"id":"b" oops\n${EVENT.replace('"a"', '"c"').replace('"seq":0', '"seq":2')}\n{"seq":3,"id":"d","ki`));
  await expect(viewer.status).toContainText("2 skipped");
  await expect(viewer.rows).toHaveCount(2);
  await viewer.status.getByRole("button", { name: /skipped/ }).click();
  const report = viewer.page.locator("report-dialog");
  await expect(report).toContainText(/line 3|\b3\b/);
  await expect(report).toContainText(/cut|torn|end/i);
});

test("fifty files at once, one of them broken: rows for the others, a card for the one", async ({ viewer }) => {
  const good = Array.from({ length: 49 }, (_, index) => memory(`run-${index}.peek.jsonl`, `{"peek":1}\n${EVENT.replace('"s"', `"s${index}"`)}\n`));
  await viewer.drop(...good, fileAt(join(BROKEN, "picture.png")));
  await expect(viewer.page.locator("run-list header")).toContainText("49");
  await expect(viewer.cards).toHaveCount(1);
});

test("reading can be cancelled; what was read by then is shown", async ({ viewer }, testInfo) => {
  const line = `${EVENT.replace('"hello"', JSON.stringify("x".repeat(2000)))}\n`;
  const lines = [`{"peek":1}\n`, ...Array.from({ length: 40_000 }, (_, seq) => line.replace('"seq":0,"id":"a"', `"seq":${seq},"id":"e${seq}"`))];
  const path = testInfo.outputPath("long.peek.jsonl");
  writeFileSync(path, lines.join(""));
  await viewer.pick(path);
  const cancel = viewer.status.getByRole("button", { name: "Cancel" });
  await Promise.race([cancel.click().catch(() => {}), viewer.allRead()]);
  await expect(viewer.status.getByRole("progressbar")).toHaveCount(0);
  await expect(viewer.rows.first()).toBeVisible();
});
