import type { Signal } from "signal-polyfill";
import { userEvent } from "vitest/browser";
import { beforeEach, describe, expect, it } from "vitest";
import type { Command } from "../../../../viewer/model/commands.ts";
import { AGENT_SECTIONS } from "../../../../viewer/state/agents.ts";
import type { App } from "../../../../viewer/state/app.ts";
import { BOARD_SECTIONS } from "../../../../viewer/state/board.ts";
import { CALL_SECTIONS } from "../../../../viewer/state/calls.ts";
import { INSIGHT_SECTIONS } from "../../../../viewer/state/insights.ts";
import { SAFETY_SECTIONS } from "../../../../viewer/state/safety.ts";
import { lensOf } from "../../../../viewer/ui/app/lenses.ts";
import { createCommands } from "../../../../viewer/ui/commands/registry.ts";
import { CommandPalette } from "../../../../viewer/ui/palette/command-palette.ts";
import { appWith } from "../app-support.ts";
import { inside, settled, show } from "../support.ts";

const EVENTS = [{ seq: 0, id: "a", kind: "agent_start", session: "s", time_unix_us: 1 }];

describe("sections in the palette", () => {
  let app: App;
  let commands: readonly Command[];

  beforeEach(async () => {
    const host = document.createElement("div");
    document.body.replaceChildren(host);
    app = await appWith(host, EVENTS);
    commands = createCommands(app);
  });

  const opens = async (lens: string, sections: readonly string[], section: Signal.State<string>): Promise<void> => {
    for (const id of sections.toReversed()) {
      app.store.lens.set("events");
      commands.find((command) => command.id === `${lens}-${id}`)?.run();
      expect([app.store.lens.get(), section.get()]).toEqual([lens, id]);
    }
    const titles = commands.filter(({ id }) => sections.some((section) => id === `${lens}-${section}`)).map(({ title }) => title);
    expect(titles.every((title) => title.startsWith(`${lensOf(lens).title}: `))).toBe(true);
    expect(new Set(titles).size).toBe(sections.length);
  };

  it("open the lens at that section, each under its own name", async () => {
    await opens("calls", CALL_SECTIONS, app.calls.section as Signal.State<string>);
    await opens("insights", INSIGHT_SECTIONS, app.insights.section as Signal.State<string>);
    await opens("board", BOARD_SECTIONS, app.board.section as Signal.State<string>);
    await opens("agents", AGENT_SECTIONS, app.agents.section as Signal.State<string>);
    await opens("safety", SAFETY_SECTIONS, app.safety.section as Signal.State<string>);
  });

  it("those of Calls are found by their words, and Enter opens them", async () => {
    for (const [words, section] of [["every tool, how long", "tools"], ["flame graph", "flame"], ["every call of a model", "llm"], ["what was wasted", "spend"]] as const) {
      const palette = new CommandPalette();
      palette.commands = commands;
      await show(palette, { width: 600, height: 400 });
      await userEvent.fill(inside<HTMLInputElement>(palette, "input"), words);
      await settled();
      expect(inside(palette, '[aria-selected="true"]').textContent).toMatch(new RegExp(`Calls: .*${words}`));
      await userEvent.keyboard("{Enter}");
      expect([app.store.lens.get(), app.calls.section.get()]).toEqual(["calls", section]);
    }
  });

  it("cannot be opened where no run is looked at", async () => {
    app.store.run.set(null);
    const own = commands.filter(({ id }) => CALL_SECTIONS.some((section) => id === `calls-${section}`));
    expect(own.map(({ isReady }) => isReady?.())).toEqual(CALL_SECTIONS.map(() => false));
  });
});
