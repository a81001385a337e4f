import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { expect, test } from "./support/test.ts";
import { fileAt } from "./support/viewer.ts";

test("the policy forbids every way out, from the page and from workers, and the page counts what was tried", async ({ viewer, network, recorded }) => {
  let arrived = 0;
  const outside = createServer((_request, response) => {
    arrived++;
    response.writeHead(200, { "access-control-allow-origin": "*" }).end("got out");
  });
  await new Promise<void>((resolve) => outside.listen(0, "127.0.0.1", resolve));
  const url = `http://127.0.0.1:${(outside.address() as AddressInfo).port}/`;
  await viewer.drop(fileAt(recorded.file));
  await viewer.allRead();
  const results = await viewer.page.evaluate(async (target) => {
    const outcome = (attempt: Promise<unknown>): Promise<string> => attempt.then(() => "got out", () => "refused");
    const fetched = await outcome(fetch(target, { mode: "no-cors" }));
    const image = await outcome(
      new Promise((resolve, reject) => {
        const element = new Image();
        element.addEventListener("load", resolve);
        element.addEventListener("error", reject);
        element.src = `${target}image.png`;
      }),
    );
    const socket = await outcome(
      new Promise((resolve, reject) => {
        const opened = new WebSocket(target.replace("http", "ws"));
        opened.addEventListener("open", resolve);
        opened.addEventListener("error", reject);
      }),
    );
    const source = `fetch(${JSON.stringify(target)}, { mode: "no-cors" }).then(() => postMessage("got out"), () => postMessage("refused"))`;
    const worker = new Worker(URL.createObjectURL(new Blob([source], { type: "text/javascript" })));
    const fromWorker = await new Promise((resolve) => worker.addEventListener("message", (event) => resolve(event.data)));
    worker.terminate();
    navigator.sendBeacon(`${target}beacon`, "x");
    return { fetched, image, socket, fromWorker };
  }, url);
  expect(results).toEqual({ fetched: "refused", image: "refused", socket: "refused", fromWorker: "refused" });
  await viewer.page.waitForTimeout(500);
  expect(arrived).toBe(0);
  await expect(viewer.status).not.toContainText("0 requests since load");
  const { troubles } = network.take();
  expect(troubles.length).toBeGreaterThan(0);
  expect(troubles.every((text) => /Content Security Policy|violates|Refused to|Fetch API cannot load|ERR_BLOCKED_BY_CSP/.test(text))).toBe(true);
  outside.close();
});

test("a question in SQL that names an address as its table does not even try to ask it", async ({ viewer, recorded }) => {
  await viewer.drop(fileAt(recorded.file));
  await viewer.allRead();
  const tried: string[] = [];
  viewer.page.context().on("request", (request) => tried.push(request.url()));
  const causes = await viewer.page.evaluate(async () => {
    type Answer = { readonly ok: boolean; readonly error?: { readonly cause: string } };
    const { app } = document.querySelector("peek-app") as unknown as { readonly app: { readonly client: { analyse(id: "sql", params: { readonly text: string }): Promise<Answer> } } };
    const texts = ["SELECT * FROM 'https://example.com/a.csv'", "SELECT * FROM events, 'https://example.com/b.parquet'"];
    const answers = await Promise.all(texts.map((text) => app.client.analyse("sql", { text })));
    return answers.map(({ ok, error }) => (ok ? "answered" : (error?.cause ?? "")));
  });
  expect(causes).toEqual([expect.stringMatching(/disabled by configuration/), expect.stringMatching(/does not exist/)]);
  expect(tried.filter((url) => !url.startsWith("blob:"))).toEqual([]);
  await expect(viewer.status).toContainText("0 requests since load");
});

test("the page carries its policy, and it lets nothing in from elsewhere", async ({ viewer }) => {
  const policies = await viewer.page.evaluate(() => [...document.querySelectorAll<HTMLMetaElement>('meta[http-equiv="Content-Security-Policy"]')].map(({ content }) => content));
  expect(policies).toHaveLength(2);
  expect(policies[0]).toContain("default-src 'none'");
  expect(policies[0]).not.toMatch(/https?:|unsafe-inline|unsafe-eval'(?<!wasm-unsafe-eval')|\*/);
  expect(policies[0]).toMatch(/img-src data:;/);
  expect(policies[1]).toContain("connect-src 'none'");
  expect(policies[1]).toMatch(/img-src data:$/);
});

test("what leaves this computer is told, and is nothing", async ({ viewer }) => {
  await viewer.status.getByRole("button", { name: /since load/ }).click();
  await expect(viewer.page.locator("proof-dialog")).toContainText("0 requests");
});
