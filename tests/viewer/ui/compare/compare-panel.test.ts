import { beforeEach, describe, expect, it } from "vitest";
import { ComparePanel } from "../../../../viewer/ui/compare/compare-panel.ts";
import type { App } from "../../../../viewer/state/app.ts";
import { PageActionEvent, type PageAction } from "../../../../viewer/ui/commands/messages.ts";
import { appWith, until } from "../app-support.ts";
import { inside, press, settled, show, visibleText } from "../support.ts";

const START_US = 1_763_884_800_000_000;

/** Two runs of one task: the second asks for another flight and books it. */
const RUNS = ["a", "b"].flatMap((session) => {
  const flight = session === "a" ? "UA 523" : "B6 615";
  const steps: readonly object[] = [
    { kind: "agent_start", name: "book", task: "t", payload: { input: "book a flight" } },
    ...Array.from({ length: 12 }, (_, at) => ({ kind: "tool_call", tool: "search", payload: { arguments: { page: at } } })),
    { kind: "tool_call", tool: "book_flight", payload: { arguments: { flight, passenger: "<img src=x onerror=alert(1)>" } } },
    { kind: "agent_end", outcome: session === "a" ? "failed" : "passed" },
  ];
  return steps.map((step, seq) => ({ seq, id: `${session}${seq}`, session, agent: "agent", time_unix_us: START_US + seq * 1000, ...step }));
});

describe("the compare lens", () => {
  let panel: ComparePanel;
  let app: App;

  beforeEach(async () => {
    const host = document.createElement("div");
    panel = new ComparePanel();
    app = await appWith(host, RUNS);
    app.store.runs.set([0, 1].map((run) => ({ run, file: 0, session: run === 0 ? "a" : "b", title: "book", agent: "agent", task: "t", outcome: run === 0 ? "failed" : "passed" })) as never);
    host.append(panel);
    await show(host, { width: 760, height: 500 });
    panel.style.setProperty("height", "500px");
    await until(() => visibleText(panel).includes("B6 615"));
  });

  it("stands at the first difference, with the equal steps before it folded", async () => {
    const text = visibleText(panel);
    expect(text).toContain("11 equal steps");
    expect(text).toContain("same until");
    expect(inside(inside(panel, "compare-table"), ".row.active").textContent).toContain("book_flight");
    expect(app.store.row.get()).toBe(13);
  });

  it("shows which argument differs, as text, however hostile", async () => {
    expect(inside(panel, ".pair del").textContent).toBe("UA 523");
    expect(panel.shadowRoot?.querySelector("img")).toBeNull();
    expect(visibleText(panel)).toContain("<img src=x onerror=alert(1)>");
  });

  it("opens a fold and walks the lines by key", async () => {
    const table = inside(panel, "compare-table");
    const scroller = inside(table, ".scroller");
    await press(scroller, "{Home}{Enter}");
    await settled();
    expect(visibleText(panel)).not.toContain("equal steps");
    await press(scroller, "{End}");
    expect(inside(table, ".row.active").textContent).toContain("■");
  });

  it("the keys of the page walk its lines, and go from difference to difference", async () => {
    const table = inside(panel, "compare-table");
    const act = async (action: PageAction): Promise<void> => {
      window.dispatchEvent(new PageActionEvent(action));
      await settled();
    };
    await act("last-row");
    expect(inside(table, ".row.active").textContent).toContain("■");
    await act("previous-row");
    expect(inside(table, ".row.active").textContent).toContain("book_flight");
    await act("first-row");
    await act("next-difference");
    expect(inside(table, ".row.active").textContent).toContain("book_flight");
    await act("focus-events");
    expect(table.shadowRoot?.activeElement).toBe(inside(table, ".scroller"));
  });

  it("changes sides", async () => {
    inside<HTMLButtonElement>(panel, ".head .button").click();
    await until(() => app.store.run.get() === 1);
    expect(app.comparing.other.get()?.run).toBe(0);
  });
});
