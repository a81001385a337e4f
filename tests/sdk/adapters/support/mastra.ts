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

// The real package without its types (`as string` hides the name from the compiler): they take it longer than all the
// rest of the tests.
const core = (await import("@mastra/core" as string)) as { readonly Mastra: Made<MastraApp> };
const agents = (await import("@mastra/core/agent" as string)) as { readonly Agent: Made<MastraAgent> };
const tools = (await import("@mastra/core/tools" as string)) as { readonly createTool: (options: object) => object };
const workflows = (await import("@mastra/core/workflows" as string)) as {
  readonly createStep: (options: object) => object;
  readonly createWorkflow: (options: object) => { then(step: object): { commit(): object } };
};
const observability = (await import("@mastra/observability" as string)) as { readonly Observability: Made<object> };

export const { Mastra } = core;
export const { Agent } = agents;
export const { createTool } = tools;
export const { createStep, createWorkflow } = workflows;
export const { Observability } = observability;
