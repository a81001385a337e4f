/** Which run of which trace, and from where. */
export interface Rerun {
  readonly file: string;
  readonly session: string;
  readonly checkpoint: string;
}

/** Code that runs an agent again from a checkpoint of a trace, ready to be pasted. */
export function rerunCode({ file, session, checkpoint }: Rerun): string {
  return `import { replay } from "peaky-peek/replay";

const { value, report } = await replay(
  ${JSON.stringify(file)},
  { session: ${JSON.stringify(session)}, from: ${JSON.stringify(checkpoint)}, onDivergence: "live" },
  ({ restore }) => runAgent(restore().state), // your agent, from that state
);`;
}
