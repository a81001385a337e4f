import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { stepInLens } from "../../../../viewer/ui/app/lens-keys.ts";

let host: HTMLElement;
let root: ShadowRoot;
beforeEach(() => {
  host = document.body.appendChild(document.createElement("div"));
  root = host.attachShadow({ mode: "open" });
});
afterEach(() => host.remove());

describe("the keys that go from event to event, in a lens", () => {
  it("go from button to button, to the last and back to the first, and stop at the ends", () => {
    root.innerHTML = '<div class="body"><button>one</button><button disabled>never</button><button hidden>nor</button><button>two</button><button>three</button></div>';
    const at = (): string => root.activeElement?.textContent ?? "";
    stepInLens(root, "next-row");
    expect(at()).toBe("one");
    stepInLens(root, "next-row");
    expect(at()).toBe("two");
    stepInLens(root, "last-row");
    expect(at()).toBe("three");
    stepInLens(root, "next-row");
    expect(at()).toBe("three");
    stepInLens(root, "first-row");
    expect(at()).toBe("one");
  });

  it("are handed to the grid where there is one, and focus goes into it", () => {
    root.innerHTML = '<div role="grid" tabindex="0"></div>';
    const grid = root.querySelector<HTMLElement>("[role=grid]");
    const keys: string[] = [];
    grid?.addEventListener("keydown", ({ key }) => keys.push(key));
    for (const action of ["next-row", "previous-row", "first-row", "last-row"] as const) stepInLens(root, action);
    expect(keys).toEqual(["ArrowDown", "ArrowUp", "Home", "End"]);
    stepInLens(root, "focus-events");
    expect(root.activeElement).toBe(grid);
  });

  it("scroll text that has nothing to press, and leave other actions alone", () => {
    root.innerHTML = '<div class="body" style="height: 100px; overflow: auto"><p style="height: 900px; margin: 0"></p></div>';
    const body = root.querySelector<HTMLElement>(".body");
    stepInLens(root, "next-row");
    expect(body?.scrollTop).toBe(48);
    stepInLens(root, "last-row");
    expect(body?.scrollTop).toBe(800);
    stepInLens(root, "copy-link");
    expect(body?.scrollTop).toBe(800);
  });
});
