/** An agent of Mastra's, as far as the tests use it. */
export interface MastraAgent {
  generate(prompt: string): Promise<{ readonly text: string }>;
  stream(prompt: string): Promise<{ readonly textStream: AsyncIterable<string> }>;
}

interface MastraRun {
  start(options: { readonly inputData: object }): Promise<unknown>;
}

interface MastraApp {
  getAgent(name: string): MastraAgent;
  getWorkflow(name: string): { createRun(): Promise<MastraRun> };
}

type Made<T> = new (options: object) => T;

/** The real package, without its types: they take the compiler longer than all the rest of the tests. */
async function load<T>(name: string): Promise<T> {
  return (await import(name)) as T;
}

export const { Mastra } = await load<{ readonly Mastra: Made<MastraApp> }>("@mastra/core");
export const { Agent } = await load<{ readonly Agent: Made<MastraAgent> }>("@mastra/core/agent");
export const { createTool } = await load<{ readonly createTool: (options: object) => object }>("@mastra/core/tools");
export const { createStep, createWorkflow } = await load<{
  readonly createStep: (options: object) => object;
  readonly createWorkflow: (options: object) => { then(step: object): { commit(): object } };
}>("@mastra/core/workflows");
export const { Observability } = await load<{ readonly Observability: Made<object> }>("@mastra/observability");
