import { expect, it } from "vitest";
import { appWith, until } from "../app-support.ts";

const TEXT = "the whole answer";

async function sha256(text: string): Promise<string> {
  const hash = new Uint8Array(await crypto.subtle.digest("SHA-256", new TextEncoder().encode(text)));
  return Array.from(hash, (byte) => byte.toString(16).padStart(2, "0")).join("");
}

it("the event looked at shows what lies beside its trace as soon as that is dropped too, and no file is opened for it", async () => {
  const hash = await sha256(TEXT);
  const app = await appWith(document.createElement("div"), [{ seq: 0, id: "a", kind: "log", session: "s", time_unix_us: 1, payload: { message: { $blob: hash, media_type: "text/plain" } } }]);
  app.selection.selectRow(0);
  await until(() => app.store.detail.get() !== null);
  expect(app.store.detail.get()).toMatchObject({ blobsMissing: 1, payload: expect.stringContaining(hash) as string });
  await app.files.open([{ name: `test.peek.jsonl.blobs/${hash}`, blob: new Blob([TEXT]) }]);
  expect(app.store.detail.get()).toMatchObject({ blobsMissing: 0, payload: JSON.stringify({ message: TEXT }) });
  expect((await app.client.remote.state(-1)).files).toHaveLength(1);
});
