import { expect, test } from "vitest";
import { carried, CARRIED, openPage, openViewer } from "../../format/one-page.ts";

const VIEWER = '<html><script type="application/gzip" id="peek-wasm">AA==</script><script type="module">boot()</script></html>';

test("what a page carries goes before the viewer's program, its name as text", () => {
  const page = openViewer(VIEWER);
  const [before, after] = carried(CARRIED.trace, 'a"<b>.peek.jsonl', 'no "room"');
  expect(`${page?.before}${before}TRACE${after}${page?.after}`).toContain('data-name="a&quot;&lt;b>.peek.jsonl" data-left-out="no &quot;room&quot;">TRACE</script>\n<script type="module">boot()');
});

test("a page that is not the viewer, or holds a trace already, is refused", () => {
  expect(openViewer('<html><script type="module">boot()</script></html>')).toBeUndefined();
  expect(openPage("<html></html>")).toBeUndefined();
  const page = openViewer(VIEWER);
  expect(openViewer(`${page?.before}${carried(CARRIED.trace, "a").join("TRACE")}${page?.after}`)).toBeUndefined();
});
