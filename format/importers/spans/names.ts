/** How frameworks name the spans of agents, with the agent's own name in them. */
const AGENTS: readonly RegExp[] = [/^(?:invoke_agent|create_agent) (.{1,200})$/, /^(?:invocation|agent_run) \[(.{1,200})\]$/, /^(.{1,200})\.(?:kickoff|kickoff_async|run|arun|_execute_core|execute)$/, /^(.{1,200}) (?:agent )?run$/];
/** How they name the spans of tools. */
const TOOLS: readonly RegExp[] = [/^(?:execute_tool|running tool:?|tool:) (.{1,200})$/];

/** An agent by the name of its span; the name itself if it tells no more. */
export function agentNamed(spanName: string): string {
  return partOf(spanName, AGENTS);
}

/** A tool by the name of its span; the name itself if it tells no more. */
export function toolNamed(spanName: string): string {
  return partOf(spanName, TOOLS);
}

function partOf(name: string, patterns: readonly RegExp[]): string {
  return patterns.map((pattern) => pattern.exec(name)?.[1]).find((found) => found !== undefined) ?? name;
}
