import { beforeEach, describe, expect, it } from "vitest";
import type { App } from "../../../../viewer/state/app.ts";
import { AgentsPanel } from "../../../../viewer/ui/agents/agents-panel.ts";
import { appWith, until } from "../app-support.ts";
import { deepAll, press, settled, show, visibleText } from "../support.ts";

const START_US = 1_763_884_800_000_000;
const lines = (steps: readonly object[]): object[] => steps.map((step, seq) => ({ seq, id: `e${seq}`, session: "s", time_unix_us: START_US + seq * 1000, ...step }));

const DEBATE = lines([
  { kind: "agent_start", agent: "boss", payload: { input: "Find the filing of 2023 for ACME-7" } },
  { kind: "prompt_policy", agent: "boss", policy: "debate/v1", payload: { parameters: { strict: 0.4 } } },
  { kind: "handoff", agent: "boss", to: "critic", payload: { reason: "review", context: { company: "ACME-7" } } },
  { kind: "agent_turn", agent: "planner", to: "critic", payload: { goal: "be done", content: "Use report_22 and report_23 <img src=x onerror=alert(1)>" } },
  { kind: "agent_turn", agent: "critic", to: "planner", payload: { content: "REJECT. This is wrong." } },
  { kind: "prompt_policy", agent: "boss", policy: "debate/v2", payload: { parameters: { strict: 0.8 } } },
  { kind: "agent_turn", agent: "planner", to: "critic", payload: { content: "Trust the plan" } },
  { kind: "agent_turn", agent: "critic", to: "planner", payload: { content: "ACCEPT." } },
  { kind: "agent_turn", agent: "critic", to: "planner", payload: { content: "\u202Eok ✓" } },
]);

describe("the agents lens", () => {
  let panel: AgentsPanel;
  let app: App;

  async function open(events: readonly object[]): Promise<void> {
    const host = document.createElement("div");
    panel = new AgentsPanel();
    panel.style.setProperty("height", "560px");
    app = await appWith(host, events);
    host.append(panel);
    await show(host, { width: 760, height: 560 });
  }

  const showSection = async (title: string): Promise<void> => {
    (deepAll(panel, "[role=tab]").find((element) => element.textContent.trim().startsWith(title)) as HTMLElement).click();
    await settled();
  };

  describe("over a debate", () => {
    beforeEach(async () => {
      await open(DEBATE);
      await until(() => deepAll(panel, ".rl-row:not([hidden])").length === 8 && visibleText(panel).includes("REJECT"));
    });

    it("has a lane for each agent, an arrow for each message, and a band where a policy comes into force", () => {
      expect(deepAll(panel, ".lane-name").map((element) => element.textContent.trim())).toEqual(["boss 1", "planner 2", "critic 3"]);
      expect(deepAll(panel, ".arrow")).toHaveLength(6);
      expect(deepAll(panel, ".ruled")).toHaveLength(2);
      expect(visibleText(panel)).toContain("strict 0.4 → 0.8");
      expect(deepAll(panel, "img")).toEqual([]);
    });

    it("goes from message to message by key, and the other lenses go along", async () => {
      const list = deepAll(panel, ".rl-scroller")[0] as HTMLElement;
      await press(list, "{Home}");
      expect(app.store.row.get()).toBe(1);
      await press(list, "{ArrowDown}{ArrowDown}");
      expect(app.store.row.get()).toBe(3);
      await press(list, "{End}");
      expect(app.store.row.get()).toBe(8);
      expect(list.getAttribute("aria-activedescendant")).toBe("rl-7");
    });

    it("reads as a debate with goals and the policy in force", async () => {
      await showSection("Debate");
      await until(() => deepAll(panel, ".turn").length === 6);
      const text = visibleText(panel);
      expect(text).toContain("Goal: be done");
      expect(text).toContain("Prompt policy debate/v1 in force");
      expect(text).toContain("Prompt policy debate/v2 from here on : strict 0.4 → 0.8");
    });

    it("draws who speaks to whom and says the same in tables", async () => {
      await showSection("Who speaks");
      expect(deepAll(panel, ".topology .edge")).toHaveLength(3);
      expect(deepAll(panel, "tbody tr")).toHaveLength(6);
    });

    it("finds what was lost at the handoff and who changed sides, each linked to its events", async () => {
      await showSection("Findings");
      const text = visibleText(panel);
      expect(text).toContain("2023");
      expect(text).toContain("critic disagrees # 4 → agrees # 7");
      (deepAll(panel, ".finding .ref")[0] as HTMLElement).click();
      await settled();
      expect(app.store.row.get()).toBe(2);
    });
  });

  it("says so where one agent is alone, and where no agent is named", async () => {
    await open(lines([{ kind: "agent_start", agent: "solo" }, { kind: "log", agent: "solo", payload: { message: "x" } }]));
    await until(() => visibleText(panel).includes("Only one agent takes part in this run: solo."));
    await open(lines([{ kind: "log", payload: { message: "x" } }]));
    await until(() => visibleText(panel).includes("None of the 1 event of this run names an agent."));
  });

  it("scrolls sideways over 200 agents", async () => {
    await open(lines(Array.from({ length: 200 }, (_, index) => ({ kind: "agent_turn", agent: `agent-${index}`, payload: { content: `part_${index}` } }))));
    await until(() => deepAll(panel, ".lane-name").length === 200);
    const scroller = deepAll(panel, ".rl-scroller")[0] as HTMLElement;
    expect(scroller.scrollWidth).toBeGreaterThan(200 * 100);
    await showSection("Who speaks");
    expect(visibleText(panel)).toContain("too many for a picture");
  });
});
