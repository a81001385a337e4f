import { aider } from "./aider/index.ts";
import { claudeCode } from "./claude-code/index.ts";
import { cline } from "./cline/index.ts";
import { codex } from "./codex/index.ts";
import { copilot } from "./copilot/index.ts";
import { geminiCli } from "./gemini-cli/index.ts";
import { opencode } from "./opencode/index.ts";
import { openhands } from "./openhands/index.ts";
import { pi } from "./pi.ts";
import { sweAgent } from "./swe-agent/index.ts";
import type { Importer } from "./types.ts";

/** Session logs of coding agents. */
export const CODING_AGENTS: readonly Importer[] = [claudeCode, codex, geminiCli, pi, openhands, sweAgent, aider, opencode, cline, copilot];
