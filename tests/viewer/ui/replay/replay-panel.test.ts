import { beforeEach, describe, expect, it } from "vitest";
import type { App } from "../../../../viewer/state/app.ts";
import { PACES } from "../../../../viewer/model/replay.ts";
import { PageActionEvent } from "../../../../viewer/ui/commands/messages.ts";
import "../../../../viewer/ui/replay/replay-panel.ts";
import { appWith, until } from "../app-support.ts";
import { deepAll, inside, settled, visibleText } from "../support.ts";

const message = (role: string, content: string): object => ({ role, content });
const EVENTS: readonly object[] = [
  { id: "start", kind: "agent_start", payload: { title: "a run" } },
  { id: "q1", kind: "llm_request", parent: "start", payload: { messages: [message("system", "be kind"), message("user", "first question")] } },
  { id: "a1", kind: "llm_response", parent: "start", reply_to: "q1", tokens_in: 321, payload: { content: "hello" } },
  { id: "k1", kind: "checkpoint", parent: "start", payload: { checkpoint: "ck-1", state: { step: 1, seat: "window" } } },
  { id: "turn", kind: "agent_turn", parent: "start", payload: { content: "turn" } },
  { id: "call", kind: "tool_call", parent: "turn", tool: "look", payload: { arguments: {} } },
  { id: "result", kind: "tool_result", parent: "turn", reply_to: "call", outcome: "error", payload: { error: "it broke" } },
  { id: "q2", kind: "llm_request", parent: "start", payload: { messages: [message("system", "be kind"), message("user", "second question")] } },
  { id: "a2", kind: "llm_response", parent: "start", reply_to: "q2", payload: { content: "bye" } },
  { id: "k2", kind: "checkpoint", parent: "start", payload: { checkpoint: "ck-2", state: { step: 2, seat: "aisle" } } },
  { id: "end", kind: "agent_end", payload: {} },
];
const LINES = EVENTS.map((event, seq) => ({ seq, session: "s", agent: "a", time_unix_us: 1_770_000_000_000_000 + seq * 1000, ...event }));

let app: App;
let panel: HTMLElement;

beforeEach(async () => {
  const host = document.createElement("div");
  panel = document.createElement("replay-panel");
  panel.style.setProperty("width", "800px");
  panel.style.setProperty("height", "600px");
  document.body.replaceChildren(host);
  app = await appWith(host, LINES);
  app.store.lens.set("replay");
  app.selection.selectRow(0);
  host.append(panel);
  await until(() => panel.shadowRoot?.querySelector("peek-replay-track") != null);
});

const pane = (name: string): string => visibleText(inside(panel, `[aria-label="${name}"]`));
const button = (label: string): HTMLElement => deepAll(panel, "button").find((candidate) => candidate.getAttribute("aria-label") === label || candidate.textContent?.trim() === label) as HTMLElement;
const goTo = async (id: string): Promise<void> => {
  app.replay.seek(LINES.findIndex((line) => "id" in line && line.id === id));
  await settled();
};

describe("the replay lens", () => {
  it("shows exactly what the model was given, what is new and what fell out", async () => {
    await goTo("a1");
    await until(() => pane("Context").includes("first question"));
    expect(pane("Context")).toContain("321 tokens recorded");
    expect(pane("Context")).toContain("The first call: nothing to compare with");
    await goTo("a2");
    await until(() => pane("Context").includes("second question"));
    expect(pane("Context")).toContain("1 message of the call before fell out");
    expect(pane("Context")).toContain("1 new message");
    expect(pane("Context")).toContain("estimated: characters ÷ 4");
  });

  it("shows the state in force, what differs from the one before, and from a pinned step", async () => {
    await goTo("turn");
    await until(() => pane("State").includes("window"));
    app.replay.pin();
    await goTo("end");
    await until(() => pane("State").includes("aisle"));
    expect(pane("State")).toContain('changed state.seat "window" "aisle"');
    expect(pane("State")).toContain("from the pinned state, step 4");
    expect(pane("State")).toContain("+ 1 event since:");
  });

  it("says where no state was kept yet", async () => {
    await goTo("q1");
    await until(() => pane("State").includes("none was kept up to here"));
  });

  it("ranks the checkpoints with reasons and gives the code that runs again from there", async () => {
    await until(() => pane("State").includes("best first"));
    await until(() => !pane("State").includes("ranking"));
    expect(pane("State")).toMatch(/checkpoint 1 step 4 (latest sound|safest|balanced).*(3 steps before the first failure|the error is later: \d+.%)/);
    expect(pane("State")).toMatch(/checkpoint 2 step 10.*(after the first failure: may hold its damage|the error is later)/);
    expect(pane("State")).toContain('from: "ck-1"');
  });

  it("steps by buttons and by the keys of every lens", async () => {
    button("On one step").click();
    await until(() => app.replay.step.get() === 1);
    window.dispatchEvent(new PageActionEvent("next-row"));
    await until(() => app.replay.step.get() === 2);
    await goTo("turn");
    button("into").click();
    await until(() => app.replay.step.get() === 5);
    button("out").click();
    await until(() => app.replay.step.get() === 7);
    await goTo("turn");
    button("over").click();
    await until(() => app.replay.step.get() === 7);
  });

  it("plays to the end, and says that it is the end", async () => {
    app.replay.playing.set({ ...app.replay.playing.get(), pace: PACES[3] as (typeof PACES)[number] });
    button("Play").click();
    await until(() => app.store.playing.get());
    await until(() => !app.store.playing.get());
    expect(app.replay.step.get()).toBe(10);
    expect(visibleText(panel)).toContain("The end of the run");
    await until(() => app.store.detail.get()?.envelope.id === "end");
    expect(app.store.playheadUs.get()).toBeNull();
  });

  it("the track is a slider that seeks", async () => {
    const input = inside<HTMLInputElement>(inside(panel, "peek-replay-track"), "input");
    expect(input.max).toBe("10");
    input.value = "7";
    input.dispatchEvent(new Event("input"));
    await until(() => app.replay.step.get() === 7);
    expect(input.getAttribute("aria-valuetext")).toContain("8 of 11, llm_request");
  });

  it("leaves out what the page hides", async () => {
    app.store.filters.set({ ...app.store.filters.get(), hiddenKinds: ["llm_request", "llm_response"] });
    app.replay.move("next");
    await until(() => app.replay.step.get() === 3);
  });

  it("takes a condition and puts it in force; the address can carry it", async () => {
    const field = inside<HTMLInputElement>(panel, ".condition");
    field.value = "tool = look";
    field.form?.requestSubmit();
    await until(() => app.store.stops.get().includes("tool = look"));
    await until(() => visibleText(inside(panel, ".stops")).includes("tool = look"));
    button("Forget tool = look").click();
    await until(() => !app.store.stops.get().includes("tool = look"));
  });
});
