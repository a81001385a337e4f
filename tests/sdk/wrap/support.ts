import { TraceContext } from "../../../sdk/index.ts";
import { inMemory, type ReadEvent } from "../support.ts";

/** Runs the body in a recorded run and gives what was recorded in it, the run's own start and end left out. */
export async function recorded(body: (ctx: TraceContext) => unknown): Promise<ReadEvent[]> {
  const { recorder, events } = inMemory();
  await TraceContext.run({ agentName: "test", recorder }, async (ctx) => void (await body(ctx)));
  return events().slice(1, -1);
}
