import type { Signal } from "signal-polyfill";
import type { Command } from "../../model/commands.ts";
import { SAFETY_FILTERS } from "../../model/safety.ts";
import type { AgentSection } from "../../state/agents.ts";
import type { BoardSection } from "../../state/board.ts";
import type { CallSection } from "../../state/calls.ts";
import type { InsightSection } from "../../state/insights.ts";
import type { SafetySection } from "../../state/safety.ts";
import { lensOf } from "../app/lenses.ts";
import type { CommandGroup } from "./registry.ts";

const INSIGHTS: Readonly<Record<InsightSection, string>> = {
  story: "what happened, in five sentences",
  why: "suspects, and what speaks for and against them",
  groups: "failures grouped by what they have in common",
  alerts: "loops and other odd behaviour",
  moments: "the moments that matter",
  restore: "where to start again from",
  grounding: "what was said without grounds",
};

const AGENTS: Readonly<Record<AgentSection, string>> = {
  lanes: "messages between agents, in lanes",
  debate: "the dialogue, word by word",
  speakers: "who speaks to whom",
  findings: "what goes wrong between them",
};

const SAFETY: Readonly<Record<SafetySection, string>> = {
  trail: "everything done and said about it",
  incidents: "from policy to refusal, and what was tried again",
  gaps: "calls nobody looked at",
  "what-if": "what another policy would have decided",
  report: "a report to print or save",
};

const CALLS: Readonly<Record<CallSection, string>> = {
  spend: "where money, tokens and time went, and what was wasted",
  llm: "every call of a model",
  tools: "every tool, how long it took and how often it failed",
  flame: "time or cost as a flame graph",
};

const BOARD: Readonly<Record<BoardSection, string>> = {
  tasks: "tasks against sets of runs",
  traits: "what failing runs have that others lack",
  ways: "the ways that runs took",
  consensus: "where runs of this task part",
  prompts: "versions of prompts, and how runs with them went",
  similar: "failures like this one, and what mended them",
};

/** Ways straight into a part of a lens. */
export const sectionCommands: CommandGroup = ({ store, agents, safety, insights, calls, board }) => {
  const isReady = (): boolean => store.run.get() !== null;
  const into = (lens: string, id: string, title: string, show: () => void): Command => ({
    id: `${lens}-${id}`,
    title,
    group: "Lenses",
    keys: [],
    isReady,
    run: () => {
      show();
      store.lens.set(lens);
    },
  });
  const each = <Section extends string>(lens: string, sections: Readonly<Record<Section, string>>, { section }: { readonly section: Signal.State<Section> }): readonly Command[] =>
    (Object.keys(sections) as Section[]).map((id) => into(lens, id, `${lensOf(lens).title}: ${sections[id]}`, () => section.set(id)));
  return [
    ...each("insights", INSIGHTS, insights),
    ...each("calls", CALLS, calls),
    ...each("board", BOARD, board),
    ...each("agents", AGENTS, agents),
    ...each("safety", SAFETY, safety),
    ...SAFETY_FILTERS.map(({ id, title }) =>
      into("safety", `only-${id}`, `Safety trail: ${id === "all" ? "everything" : `only ${title}`}`, () => {
        safety.section.set("trail");
        safety.filter.set(id);
      }),
    ),
  ];
};
