import { addIntegration } from "../ai-sdk.ts";
import { recordGlobalFetch } from "../fetch.ts";
import { notice } from "../kit/notice.ts";
import { readApp, type App } from "./app.ts";
import { attachLangChain } from "./langchain.ts";
import { attachOpenAIAgents } from "./openai-agents.ts";
import { attachRequests } from "./requests.ts";

interface Attachment {
  readonly framework: string;
  attach(app: App | undefined): unknown;
}

/** What is recorded without a change to the program. */
const ATTACHMENTS: readonly Attachment[] = [
  { framework: "fetch", attach: recordGlobalFetch },
  { framework: "ai-sdk", attach: addIntegration },
  { framework: "openai-agents", attach: attachOpenAIAgents },
  { framework: "http", attach: attachRequests },
  { framework: "langchain", attach: attachLangChain },
];

/** Attaches to everything that can be recorded from outside. What cannot is said once; nothing is thrown. */
export async function attachAll(entry: string | undefined): Promise<void> {
  const app = readApp(entry);
  for (const { framework, attach } of ATTACHMENTS) {
    try {
      await attach(app);
    } catch (error) {
      notice(framework, "could not be attached to: it is not recorded", error);
    }
  }
}
