import { beforeEach, describe, expect, it } from "vitest";
import type { App } from "../../../../viewer/state/app.ts";
import { InsightsPanel } from "../../../../viewer/ui/insights/insights-panel.ts";
import { appWith, until } from "../app-support.ts";
import { deepAll, settled, show, visibleText } from "../support.ts";

const START_US = 1_763_884_800_000_000;
const lines = (steps: readonly object[]): object[] => steps.map((step, seq) => ({ seq, id: `e${seq}`, session: "s", agent: "booker", time_unix_us: START_US + seq * 1000, ...step }));

const FAILED = lines([
  { kind: "agent_start", payload: { input: "Book flight HAT136" } },
  { kind: "tool_call", tool: "book_flight", payload: { arguments: { flight: "HAT999", note: "<img src=x onerror=alert(1)>" } } },
  { kind: "tool_result", tool: "book_flight", reply_to: "e1", outcome: "error", payload: { error: "flight HAT999 not found" } },
  { kind: "tool_call", tool: "book_flight", payload: { arguments: { flight: "HAT998" } } },
  { kind: "tool_result", tool: "book_flight", reply_to: "e3", outcome: "error", payload: { error: "flight HAT998 not found" } },
  { kind: "llm_response", payload: { content: "Your flight has been booked." } },
  { kind: "agent_end", outcome: "failed", score: 0 },
]);

describe("the insights lens", () => {
  let panel: InsightsPanel;
  let app: App;

  async function open(events: readonly object[]): Promise<void> {
    const host = document.createElement("div");
    panel = new InsightsPanel();
    app = await appWith(host, events);
    host.append(panel);
    await show(host, { width: 760, height: 560 });
  }

  const click = async (selector: string, at = 0): Promise<void> => {
    (deepAll(panel, selector)[at] as HTMLElement).click();
    await settled();
  };

  const showSection = async (title: string): Promise<void> => {
    const tab = deepAll(panel, "[role=tab]").findIndex((element) => element.textContent.trim().startsWith(title));
    await click("[role=tab]", tab);
  };

  describe("over a failed run", () => {
    beforeEach(async () => {
      await open(FAILED);
      await until(() => visibleText(panel).includes("Why did this fail?"));
    });

    it("answers in a few sentences whose events are one click away", async () => {
      const sentences = deepAll(panel, ".answer li");
      expect(sentences.length).toBeLessThanOrEqual(5);
      expect(visibleText(panel)).toContain("The run ended as failed with a score of 0.");
      await click(".answer li:nth-child(2) .ref");
      expect(app.store.row.get()).toBe(1);
      expect(deepAll(panel, ".event[aria-current=true]").length).toBeGreaterThan(0);
    });

    it("explains a suspect to the last number, and shows hostile text as text", () => {
      expect(deepAll(panel, ".suspect").length).toBeGreaterThan(0);
      expect(deepAll(panel, ".reasons tr").length).toBeGreaterThan(3);
      expect(visibleText(panel)).toContain("A suspect is a place to look, not a verdict");
      expect(deepAll(panel, "img")).toEqual([]);
    });

    it("groups failures that differ in a number, opens a group and goes to a member", async () => {
      await showSection("Failure groups");
      await until(() => deepAll(panel, ".group").length === 1);
      expect(deepAll(panel, ".count")[0]?.textContent).toBe("2×");
      expect(visibleText(panel)).toContain("flight <id> not found");
      await click(".group .head");
      await until(() => visibleText(panel).includes("flight HAT998 not found"));
      await click(".members .event", 1);
      expect(app.store.row.get()).toBe(4);
    });

    it("a group is named, taken apart and put together by hand; that is kept beside the trace", async () => {
      await open([...FAILED.slice(0, 5), { seq: 5, id: "e5", session: "s", time_unix_us: START_US + 5000, kind: "error", outcome: "error", payload: { error: "disk is full" } }]);
      app.store.runs.set([{ run: 0, file: app.store.open.get().files[0]?.file, session: "s" } as never]);
      await showSection("Failure groups");
      await until(() => deepAll(panel, ".group").length === 2);
      const groups = (): readonly string[] => deepAll(panel, ".group").map((group) => `${group.querySelector(".count")?.textContent} ${group.querySelector("b")?.textContent}`);
      const at = (words: string): number => groups().findIndex((group) => group.includes(words));
      await click(".group .head", at("flight"));
      const name = deepAll(panel, ".edit input")[0] as HTMLInputElement;
      name.value = "Wrong <i>flight</i>";
      name.dispatchEvent(new Event("change"));
      await until(() => groups().includes("2× Wrong <i>flight</i>"));
      expect(deepAll(panel, ".template i")).toEqual([]);
      await click(".members input", 1);
      await click(".edit > .button");
      await until(() => groups().length === 3);
      expect(groups()).toContain("1× Wrong <i>flight</i>");
      expect(visibleText(panel)).toContain("taken out by hand");
      const select = deepAll(panel, ".edit select")[0] as HTMLSelectElement;
      select.value = [...select.options].find(({ text }) => text.includes("disk is full"))?.value ?? "";
      await click(".edit form .button");
      await until(() => groups().length === 2);
      expect(visibleText(panel)).toContain("2 groups made one by hand");
      expect(app.notes.items.get().map(({ kind }) => kind).toSorted((a, b) => (a < b ? -1 : 1))).toEqual(["merge", "name", "split"]);
      await click(".edit > .button");
      await until(() => groups().length === 3);
      await click(".edit > .button");
      await until(() => groups().includes("2× Wrong <i>flight</i>"));
    });

    it("a large group lists its first members, and more when asked", async () => {
      await open(Array.from({ length: 120 }, (_, seq) => ({ seq, id: `e${seq}`, session: "s", time_unix_us: START_US + seq, kind: "error", outcome: "error", payload: { error: `disk ${seq} is full` } })));
      await showSection("Failure groups");
      await until(() => deepAll(panel, ".group").length === 1);
      await click(".group .head");
      await until(() => deepAll(panel, ".members li").length === 50);
      await click(".inside .link");
      expect(deepAll(panel, ".members li")).toHaveLength(120);
    });

    it("lists alerts, moments, places to start again from, and grounding", async () => {
      await showSection("Alerts");
      expect(deepAll(panel, ".strip i").length).toBe(deepAll(panel, ".alert").length);
      await showSection("Moments");
      expect(visibleText(panel)).toContain("first suspect");
      await showSection("Start again from");
      expect(deepAll(panel, ".pick")).toHaveLength(3);
      await showSection("Grounding");
      expect(visibleText(panel)).toContain("HAT999");
      expect(visibleText(panel)).toContain("not found");
    });
  });

  it("says of each section what it could not do, where there is nothing to say", async () => {
    await open(lines([{ kind: "log", payload: { message: "hello" } }]));
    await until(() => visibleText(panel).includes("Why it failed cannot be told"));
    await showSection("Alerts");
    expect(visibleText(panel)).toContain("Nothing odd");
    await showSection("Start again from");
    expect(visibleText(panel)).toContain("There is nowhere to start again from");
    await showSection("Failure groups");
    await until(() => visibleText(panel).includes("No event failed or was stopped."));
  });

  it("says that nothing failed rather than inventing a failure", async () => {
    await open(lines([{ kind: "agent_turn", payload: { content: "all good here" } }, { kind: "agent_end", outcome: "passed" }]));
    await until(() => visibleText(panel).includes("Where to look first"));
    expect(visibleText(panel)).toContain("Nothing says that this run failed");
  });
});
