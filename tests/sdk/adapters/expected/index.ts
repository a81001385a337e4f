import type { Expected } from "../support/expected.ts";
import { AI_SDK_6, AI_SDK_7 } from "./ai-sdk.ts";
import { ANTHROPIC } from "./anthropic.ts";
import { CLAUDE_AGENT_SDK } from "./claude-agent-sdk.ts";
import { LANGCHAIN } from "./langchain.ts";
import { MASTRA } from "./mastra.ts";
import { MCP } from "./mcp.ts";
import { OPENAI } from "./openai.ts";
import { OPENAI_AGENTS } from "./openai-agents.ts";
import { OPENTELEMETRY } from "./opentelemetry.ts";

/** What each adapter is tested to record, in the order of the table in the docs. */
export const EXPECTED: readonly Expected[] = [OPENAI, ANTHROPIC, AI_SDK_7, AI_SDK_6, LANGCHAIN, OPENAI_AGENTS, MCP, CLAUDE_AGENT_SDK, MASTRA, OPENTELEMETRY];
