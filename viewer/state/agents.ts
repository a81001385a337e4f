import { Signal } from "signal-polyfill";

/** The sections of the agents lens, in their order. */
export const AGENT_SECTIONS = ["lanes", "debate", "speakers", "findings"] as const;
export type AgentSection = (typeof AGENT_SECTIONS)[number];

/** What the agents lens shows. */
export class AgentsState {
  readonly section = new Signal.State<AgentSection>("lanes");
}
