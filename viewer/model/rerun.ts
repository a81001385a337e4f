/** Code that runs an agent again from a checkpoint of a trace, ready to be pasted; `agent` stands for the reader's own function. */
export function rerunCode(file: string, checkpoint: string): string {
  return `import { replay } from "peaky-peek/replay";

await replay(${JSON.stringify(file)}, { from: ${JSON.stringify(checkpoint)} }, ({ restore }) => agent(restore().state));`;
}
