import type { Command } from "../../model/commands.ts";
import { SAFETY_FILTERS } from "../../model/safety.ts";
import type { AgentSection } from "../../state/agents.ts";
import type { SafetySection } from "../../state/safety.ts";
import type { CommandGroup } from "./registry.ts";

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

/** Ways straight into a part of a lens. */
export const sectionCommands: CommandGroup = ({ store, agents, safety }) => {
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
  return [
    ...(Object.keys(AGENTS) as AgentSection[]).map((id) => into("agents", id, `Agents: ${AGENTS[id]}`, () => agents.section.set(id))),
    ...(Object.keys(SAFETY) as SafetySection[]).map((id) => into("safety", id, `Safety: ${SAFETY[id]}`, () => safety.section.set(id))),
    ...SAFETY_FILTERS.map(({ id, title }) =>
      into("safety", `only-${id}`, `Safety trail: ${id === "all" ? "everything" : `only ${title}`}`, () => {
        safety.section.set("trail");
        safety.filter.set(id);
      }),
    ),
  ];
};
