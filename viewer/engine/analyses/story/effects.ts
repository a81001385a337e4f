/** First words of tool names that change something outside the agent. */
const CHANGES =
  /^(?:book|cancel|update|modify|exchange|return|refund|send|create|delete|remove|write|edit|patch|apply|insert|add|set|put|post|pay|charge|transfer|submit|deploy|publish|commit|push|merge|move|rename|drop|execute|run|install|upload|purchase|order|reserve|approve|grant|revoke|reset|close|open|assign|notify|email|make|save|store|multiedit|notebookedit|str_replace\w*)(?:[_\-\s.]|$)/i;

/** True if a tool, by its name, changes something that a retry or a restore would not undo. */
export function changesState(tool: string): boolean {
  const name = tool.slice(0, 80).replaceAll(/([a-z])([A-Z])/g, "$1_$2");
  return CHANGES.test(name.split(/[.:/]/).at(-1) ?? name);
}
