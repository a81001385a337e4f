import { describe, expect, it } from "vitest";
import { MarkdownText } from "../../../../viewer/ui/kit/markdown.ts";
import { deepAll, settled, show, visibleText } from "../support.ts";

async function rendered(text: string): Promise<MarkdownText> {
  const element = new MarkdownText();
  element.text = text;
  await show(element, { width: 400, height: 300 });
  await settled();
  return element;
}

describe("Markdown", () => {
  it("shows structure", async () => {
    const element = await rendered("# Title\n\n- one\n- **two**\n\n```js\nlet a;\n```\n\n| a | b |\n|---|---|\n| 1 | 2 |\n\n- [x] done");
    for (const tag of ["h1", "li", "strong", "pre code", "td"]) expect(deepAll(element, tag).length).toBeGreaterThan(0);
    expect(visibleText(element)).toContain("☑ done");
  });

  it("shows addresses as text that can be copied, never as links or loads", async () => {
    const element = await rendered("[a](https://evil.example) ![b](https://evil.example/i.png) <https://x.example> https://y.example [c](javascript:alert(1))");
    expect(deepAll(element, "a, img, [href], [src]")).toEqual([]);
    expect(deepAll(element, "button").map((button) => button.textContent)).toEqual(["https://evil.example", "https://evil.example/i.png", "https://x.example", "https://y.example", "javascript:alert(1)"]);
  });

  it.each([
    ["tags", "<b>bold</b> <svg onload=alert(1)> <iframe src=x></iframe>"],
    ["a tag in a heading", "# <img src=x onerror=alert(1)>"],
    ["a tag in a link", '[<img src=x>](https://a.example "<i>")'],
    ["a tag in a picture", '![<img src=x onerror=alert(1)>"](https://a.example)'],
    ["a tag in code", "`<script>1</script>`\n\n```html\n<script>2</script>\n```"],
  ])("shows %s as text", async (_name, text) => {
    const element = await rendered(text);
    expect(deepAll(element, "b, svg, iframe, img, i, script, [onload], [onerror]")).toEqual([]);
    expect(visibleText(element)).toMatch(/<(b|img|script)/);
  });

  it.each([
    ["quotes", "> ".repeat(15_000)],
    ["brackets", "[".repeat(30_000)],
    ["stars", "*a ".repeat(10_000)],
    ["underscores", "_".repeat(30_000)],
    ["backticks", "` `` ".repeat(6_000)],
    ["links", "[a](".repeat(8_000)],
    ["lists", Array.from({ length: 200 }, (_, depth) => `${"  ".repeat(depth)}- x`).join("\n")],
    ["tags", "<a ".repeat(10_000)],
    ["table cells", `|${"a|".repeat(8_000)}\n|${"-|".repeat(8_000)}\n`],
  ])("survives endless %s", async (_name, text) => {
    const element = await rendered(text.slice(0, 23_900));
    expect(visibleText(element).length).toBeGreaterThan(0);
  });

  it("finds the direction of each paragraph", async () => {
    const element = await rendered("مرحبا بالعالم\n\nhello");
    expect(deepAll(element, "[dir=auto]").length).toBe(1);
    expect(getComputedStyle(deepAll(element, "p")[0] as Element).unicodeBidi).toBe("plaintext");
  });
});
