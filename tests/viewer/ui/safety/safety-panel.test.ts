import { beforeEach, describe, expect, it } from "vitest";
import type { App } from "../../../../viewer/state/app.ts";
import { SafetyPanel } from "../../../../viewer/ui/safety/safety-panel.ts";
import { appWith, until } from "../app-support.ts";
import { deepAll, press, settled, show, visibleText } from "../support.ts";

const START_US = 1_763_884_800_000_000;
const lines = (steps: readonly object[]): object[] => steps.map((step, seq) => ({ seq, id: `e${seq}`, session: "s", agent: "keeper", time_unix_us: START_US + seq * 1000, ...step }));

const RUN = lines([
  { kind: "prompt_policy", policy: "careful" },
  { kind: "llm_response", payload: { tool_calls: [{ id: "c1", name: "run_sql", arguments: { sql: "DROP TABLE sessions" } }] } },
  { kind: "safety_check", policy: "production", outcome: "blocked", upstream: ["e1"], payload: { rationale: "<img src=x onerror=alert(1)> cannot be undone", blocked_action: "DROP TABLE sessions" } },
  { kind: "policy_violation", policy: "production", outcome: "failed", upstream: ["e2"], payload: { violation_type: "irreversible" } },
  { kind: "tool_call", tool: "run_sql", payload: { arguments: { sql: "SET x = 1; DROP TABLE sessions" } } },
  { kind: "tool_call", tool: "read_table", payload: { arguments: { table: "t_9" } } },
  { kind: "safety_check", policy: "production", outcome: "passed", upstream: ["e5"] },
]);

describe("the safety lens", () => {
  let panel: SafetyPanel;
  let app: App;

  async function open(events: readonly object[]): Promise<void> {
    const host = document.createElement("div");
    panel = new SafetyPanel();
    panel.style.setProperty("height", "560px");
    app = await appWith(host, events);
    host.append(panel);
    await show(host, { width: 760, height: 560 });
  }

  const tab = async (title: string): Promise<void> => {
    (deepAll(panel, "[role=tab]").find((element) => element.textContent.trim().startsWith(title)) as HTMLElement).click();
    await settled();
  };
  const rows = (): readonly Element[] => deepAll(panel, ".rl-row:not([hidden])");
  const text = (): string => visibleText(panel);

  describe("over a run with guards", () => {
    beforeEach(async () => {
      await open(RUN);
      await until(() => rows().length === 7 && text().includes("no hash chain"));
    });

    it("shows every act with its verdict, and those nobody looked at stand out and are counted", async () => {
      expect(text()).toContain("! no verdict 1");
      expect(deepAll(panel, ".rl-row.bad")).toHaveLength(1);
      expect(deepAll(panel, "img")).toEqual([]);
      (deepAll(panel, ".chip.alarm")[0] as HTMLElement).click();
      await settled();
      expect(rows().map((row) => row.textContent.replaceAll(/\s+/g, " ").trim())).toEqual([expect.stringContaining("#4")]);
    });

    it("walks by key, and the other lenses go along", async () => {
      const list = deepAll(panel, ".rl-scroller")[0] as HTMLElement;
      await press(list, "{Home}{ArrowDown}{ArrowDown}");
      expect(app.store.row.get()).toBe(2);
      await press(list, "{End}");
      expect(app.store.row.get()).toBe(6);
    });

    it("tells an incident from the policy to the violation, and the retry that got through", async () => {
      await tab("Incidents");
      expect(deepAll(panel, ".steps .role").map((role) => role.textContent)).toEqual(["policy", "asked for", "block", "violation"]);
      expect(text()).toContain("gets through");
      (deepAll(panel, ".evasion .ref")[1] as HTMLElement).click();
      await settled();
      expect(app.store.row.get()).toBe(4);
    });

    it("lists the tools without a verdict and leads to their calls", async () => {
      await tab("No verdict");
      expect(text()).toContain("1 of 2 calls has no verdict");
      (deepAll(panel, ".note .link")[0] as HTMLElement).click();
      await until(() => rows().length === 1);
    });

    it("judges the run by a policy that is pasted or dropped, and names what is wrong with one", async () => {
      await tab("What if");
      const area = deepAll(panel, "textarea")[0] as HTMLTextAreaElement;
      const paste = async (policy: string): Promise<void> => {
        area.value = policy;
        area.dispatchEvent(new Event("input"));
        await settled();
      };
      await paste('{"policy":1,"rules":[{"decision":"never"}]}');
      await until(() => text().includes("rules.0.decision"));
      const transfer = new DataTransfer();
      transfer.items.add(new File(['{"policy":1,"name":"strict","default":"allow","rules":[{"id":"no-drop","decision":"deny","arguments":{"sql":{"contains":"drop"}}}]}'], "p.json"));
      const drop = new DragEvent("drop", { dataTransfer: transfer, bubbles: true, cancelable: true, composed: true });
      deepAll(panel, ".try")[0]?.dispatchEvent(drop);
      expect(drop.defaultPrevented).toBe(true);
      await until(() => text().includes("would have been another"));
      expect(text()).toMatch(/strict would have allowed 1 ?, asked a person for 0 and denied 2 of 3 calls ?: 1 verdict would have been another/);
    });

    it("has a report that reads the same", async () => {
      await tab("Report");
      expect(deepAll(panel, ".report h2").map((heading) => heading.textContent)).toContain("Calls without a verdict");
      expect(text()).toContain("Save as Markdown");
    });
  });

  it("shows the first part of a long run, and then all of it", async () => {
    await open(lines(Array.from({ length: 20_500 }, (_, index) => ({ kind: "tool_call", tool: "get_it", payload: { arguments: { id: index } } }))));
    await until(() => text().includes("20,500 of 20,500 calls have no verdict") || text().includes("Trail 20,500"));
    expect(text()).not.toContain("the first 20,000");
  });

  it("says so where nothing was called and nothing stopped", async () => {
    await open(lines([{ kind: "log", payload: { message: "x" } }]));
    await until(() => text().includes("This run calls no tool"));
    await tab("Incidents");
    expect(text()).toContain("No guard, person or model stopped");
  });
});
