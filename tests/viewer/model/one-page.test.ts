import { expect, test } from "vitest";
import { pageAround } from "../../../viewer/model/one-page.ts";

const VIEWER = '<html><script type="application/gzip" id="peek-wasm">AA==</script><script type="module">boot()</script></html>';

test("a trace goes before the viewer's program, its name as text", () => {
  const page = pageAround(VIEWER, 'a"<b>.peek.jsonl');
  expect(`${page?.before}TRACE${page?.after}`).toContain('data-name="a&quot;&lt;b>.peek.jsonl">TRACE</script>\n<script type="module">boot()');
});

test("a page that is not the viewer, or holds a trace already, is refused", () => {
  expect(pageAround('<html><script type="module">boot()</script></html>', "a")).toBeUndefined();
  const page = pageAround(VIEWER, "a");
  expect(pageAround(`${page?.before}TRACE${page?.after}`, "b")).toBeUndefined();
});
