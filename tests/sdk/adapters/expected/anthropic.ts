import type { Expected } from "../support/expected.ts";

export const ANTHROPIC: Expected = {
  framework: "@anthropic-ai/sdk",
  packages: ["@anthropic-ai/sdk 1"],
  captures: {
    "model calls": `
      0 agent_start agent
        1 llm_request claude-haiku-9
        2 llm_response claude-haiku-9 ok re=1 in=18 out=7 read=5 write=3 content:Hello stop_reason:end_turn
      3 agent_end agent ok re=0`,
    "streamed text": `
      0 agent_start agent
        1 llm_request claude-haiku-9
        2 llm_response claude-haiku-9 ok re=1 in=18 out=7 read=5 write=3 ttft content:It rains reasoning:Let me see. tool_calls:[{"id":"toolu_1","name":"weather","arguments":{"city":"Oslo"… stop_reason:tool_use
      3 agent_end agent ok re=0`,
    "tool calls": `
      0 agent_start agent
        1 llm_request claude-haiku-9
        2 llm_response claude-haiku-9 ok re=1 in=18 out=7 read=5 write=3 content:I look. tool_calls:[{"id":"toolu_1","name":"weather","arguments":{"city":"Oslo"… stop_reason:tool_use
      3 agent_end agent ok re=0`,
    "model errors": `
      0 agent_start agent
        1 llm_request claude-haiku-9
        2 llm_response claude-haiku-9 error !invalid_request_error re=1
        3 llm_request claude-haiku-9
        4 llm_response claude-haiku-9 error !overloaded_error re=3 in=18 out=1 read=5 write=3
        5 error APIError error !APIError message:{"type":"error","error":{"type":"overloaded_error","message"…
      6 agent_end agent error !APIError re=0`,
    retries: `
      0 agent_start agent
        1 llm_request claude-haiku-9
        2 llm_response claude-haiku-9 error !overloaded_error re=1
        3 llm_request claude-haiku-9 from=2
        4 llm_response claude-haiku-9 ok re=3 in=18 out=7 read=5 write=3 content:Hello stop_reason:end_turn
      5 agent_end agent ok re=0`,
    aborts: `
      0 agent_start agent
        1 llm_request claude-haiku-9
        2 llm_response claude-haiku-9 cancelled re=1 in=18 out=1 read=5 write=3 ttft content:It
        3 llm_request claude-haiku-9
        4 llm_response claude-haiku-9 error !TimeoutError re=3
      5 agent_end agent ok re=0`,
    refusals: `
      0 agent_start agent
        1 llm_request claude-haiku-9
        2 llm_response claude-haiku-9 ok re=1 in=18 out=7 read=5 write=3 content:I can’t. stop_reason:refusal
        3 refusal refusal refused re=1 from=2 reason:refusal
      4 agent_end agent ok re=0`,
  },
};
