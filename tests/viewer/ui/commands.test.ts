import { html, render } from "lit";
import { describe, expect, it } from "vitest";
import type { Command } from "../../../viewer/model/commands.ts";
import { INSIGHT_SECTIONS } from "../../../viewer/state/insights.ts";
import { AGENT_SECTIONS } from "../../../viewer/state/agents.ts";
import { BOARD_SECTIONS } from "../../../viewer/state/board.ts";
import { CALL_SECTIONS } from "../../../viewer/state/calls.ts";
import { SAFETY_SECTIONS } from "../../../viewer/state/safety.ts";
import { LENSES } from "../../../viewer/ui/app/lenses.ts";
import { PAGE_ACTIONS, PageActionEvent, type PageAction } from "../../../viewer/ui/commands/messages.ts";
import { createCommands } from "../../../viewer/ui/commands/registry.ts";
import { commandsOnPage, controlsOf } from "../../../viewer/ui/palette/on-page.ts";
import { appWith } from "./app-support.ts";
import { settled } from "./support.ts";

const EVENTS = [{ seq: 0, id: "a", kind: "agent_start", session: "s", time_unix_us: 1 }];

/** What the commands ask of the page, whatever they are ready for. */
async function asked(): Promise<{ readonly commands: readonly Command[]; readonly ids: readonly string[]; readonly actions: ReadonlySet<PageAction> }> {
  const host = document.createElement("div");
  document.body.replaceChildren(host);
  const app = await appWith(host, EVENTS);
  const actions = new Set<PageAction>();
  const hear = (event: Event): void => void actions.add((event as PageActionEvent).action);
  window.addEventListener(PageActionEvent.type, hear);
  const commands = createCommands(app);
  for (const command of commands) if (!/sample|export|close|reread|share-/.test(command.id)) command.run();
  await settled();
  window.removeEventListener(PageActionEvent.type, hear);
  return { commands, ids: commands.map(({ id }) => id), actions };
}

describe("the palette", () => {
  it("has a command for everything elements of the page can be asked to do", async () => {
    const { actions } = await asked();
    expect(PAGE_ACTIONS.filter((action) => !actions.has(action))).toEqual([]);
  });

  it("has a command for every lens and every section of one, each id once", async () => {
    const { ids } = await asked();
    const sections = { insights: INSIGHT_SECTIONS, agents: AGENT_SECTIONS, board: BOARD_SECTIONS, calls: CALL_SECTIONS, safety: SAFETY_SECTIONS };
    const wanted = [...LENSES.map(({ id }) => `lens-${id}`), ...Object.entries(sections).flatMap(([lens, all]) => all.map((id) => `${lens}-${id}`))];
    expect(wanted.filter((id) => !ids.includes(id))).toEqual([]);
    expect(new Set(ids).size).toBe(ids.length);
  });

  it("gives every key one meaning in all lenses; Escape alone takes back whatever lies uppermost", async () => {
    const { commands } = await asked();
    const keys = commands.flatMap((command) => command.keys);
    expect([...new Set(keys.filter((key, at) => keys.indexOf(key) !== at))]).toEqual(["Escape"]);
    const firstOfPairs = keys.filter((key) => key.includes(" ")).map((key) => key.split(" ")[0] as string);
    expect(firstOfPairs.filter((key) => keys.includes(key))).toEqual([]);
    expect(keys.length).toBeGreaterThan(60);
  });

  it("reaches every control in sight by name, in shadow roots too, says whether it is on, and presses it", () => {
    const pressed: string[] = [];
    const host = document.createElement("div");
    document.body.replaceChildren(host);
    render(
      html`<div role="toolbar" aria-label="Kinds of event"><button aria-pressed="true" @click=${() => pressed.push("tools")}>Tools</button></div>
        <button hidden>not in sight</button><button disabled>cannot</button>
        <label>Text <input @focus=${() => pressed.push("text")} /></label>
        <ul><li><button>a row of data</button></li></ul>
        <div class="inner"></div>`,
      host,
    );
    const root = host.querySelector(".inner")?.attachShadow({ mode: "open" });
    if (root === undefined) throw new Error("no shadow root");
    render(html`<button @click=${() => pressed.push("inside")}>Inside</button>`, root);
    const commands = commandsOnPage(host);
    expect(commands.map(({ title }) => title)).toEqual(["Kinds of event: Tools (on)", "go to “Text”", "Inside"]);
    expect(controlsOf(host)).toHaveLength(3);
    for (const command of commands) command.run();
    expect(pressed).toEqual(["tools", "text", "inside"]);
  });
});
