/**
 * Records a program without a change to it: `node --import peaky-peek/register app.js`. LangChain.js and LangGraph.js,
 * the Vercel AI SDK, OpenAI Agents, and every call to a known model endpoint made with `fetch` (so also the `openai` and
 * `@anthropic-ai/sdk` clients). `PEAKY_PEEK_ENABLED=0` switches it off, `PEAKY_PEEK_CONTENT=off` leaves out what was said.
 */
import { attachAll } from "./adapters/zero-code/index.ts";
import { currentRecorder } from "./default.ts";

if (currentRecorder().settings.enabled) await attachAll(process.argv[1]);
