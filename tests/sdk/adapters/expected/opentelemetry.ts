import type { Expected } from "../support/expected.ts";

export const OPENTELEMETRY: Expected = {
  framework: "OpenTelemetry (any instrumentation)",
  packages: ["@opentelemetry/sdk-trace-base 2"],
  captures: {
    "model calls": `
      0 agent_start agent
        1 llm_request gpt-4o
        2 llm_response gpt-4o-2024-08-06 ok re=1 in=20 out=9 read=8 think=4 content:It rains. stop_reason:stop
      3 agent_end agent ok re=0`,
    "sub-agents": `
      0 agent_start agent
        1 agent_start forecaster
          2 llm_request gpt-4o
          3 llm_response gpt-4o-2024-08-06 ok re=2 in=20 out=9 read=8 think=4 content:It rains. stop_reason:stop
          4 agent_end forecaster ok re=1
      5 agent_end agent ok re=0`,
    "tool calls": `
      0 agent_start agent
        1 tool_call weather arguments:{"city":"Oslo"} call_id:call_1
        2 tool_result weather ok re=1 result:rain
      3 agent_end agent ok re=0`,
    "tool errors": `
      0 agent_start agent
        1 tool_call broken
        2 tool_result broken error !RangeError re=1
      3 agent_end agent ok re=0`,
    "model errors": `
      0 agent_start agent
        1 llm_request gpt-4o
        2 llm_response gpt-4o error !rate_limit re=1
      3 agent_end agent ok re=0`,
    retrieval: `
      0 agent_start agent
        1 retrieval search query:weather documents:[{"content":"rain"}]
      2 agent_end agent ok re=0`,
    guardrails: `
      0 agent_start agent
        1 safety_check no poems
      2 agent_end agent ok re=0`,
    "parallel runs": `
      0 agent_start agent
        1 agent_start a
          3 llm_request gpt-4o
          5 llm_response gpt-4o ok re=3
          7 agent_end a ok re=1
        2 agent_start b
          4 llm_request gpt-4o
          6 llm_response gpt-4o ok re=4
          8 agent_end b ok re=2
      9 agent_end agent ok re=0`,
  },
};
