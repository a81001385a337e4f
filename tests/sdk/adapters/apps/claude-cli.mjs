// Stands in for the Claude Code program below the Agent SDK: speaks its protocol of lines, and says what the script in
// CLAUDE_SCRIPT says. An entry {"hook": name, "input": …} calls that hook and waits for it.
import { createInterface } from "node:readline";

const script = JSON.parse(process.env.CLAUDE_SCRIPT);
const write = (message) => process.stdout.write(`${JSON.stringify(message)}\n`);
const hooks = {};
const waiting = new Map();
let requests = 0;

async function callHook(name, input) {
  for (const { hookCallbackIds = [] } of hooks[name] ?? []) {
    for (const callback_id of hookCallbackIds) {
      const request_id = `r${++requests}`;
      const answered = new Promise((resolve) => waiting.set(request_id, resolve));
      write({ type: "control_request", request_id, request: { subtype: "hook_callback", callback_id, tool_use_id: input.tool_use_id, input: { hook_event_name: name, ...input } } });
      await answered;
    }
  }
}

async function play() {
  for (const entry of script) {
    if (entry.hook !== undefined) await callHook(entry.hook, entry.input);
    else if (entry.exit !== undefined) process.exit(entry.exit);
    else write({ session_id: "s1", uuid: `00000000-0000-4000-8000-${String(++requests).padStart(12, "0")}`, parent_tool_use_id: null, ...entry });
    await new Promise((resolve) => setTimeout(resolve, 1));
  }
  process.exit(0);
}

createInterface({ input: process.stdin }).on("line", (line) => {
  const message = JSON.parse(line);
  if (message.type === "control_response") waiting.get(message.response.request_id)?.();
  if (message.type === "control_request") {
    if (message.request.subtype === "initialize") Object.assign(hooks, message.request.hooks);
    write({ type: "control_response", response: { subtype: "success", request_id: message.request_id, response: { commands: [], models: [] } } });
  }
  if (message.type === "user") void play();
});
