import type { Expected } from "../support/expected.ts";

export const MASTRA: Expected = {
  framework: "Mastra",
  packages: ["@mastra/core 1", "@mastra/observability 1"],
  captures: {
    "model calls": `
      0 agent_start agent
        1 agent_start forecaster input:Say hello
          2 llm_request gpt-4o
          3 llm_response gpt-4o-2024-08-06 ok re=2 in=20 out=9 read=8 think=4 content:Hello stop_reason:stop
          4 agent_end forecaster ok re=1 output:Hello
      5 agent_end agent ok re=0`,
    "streamed text": `
      0 agent_start agent
        1 agent_start forecaster input:Say hello
          2 llm_request gpt-4o
          3 llm_response gpt-4o-2024-08-06 ok re=2 in=20 out=9 read=8 think=4 ttft content:Hello, world stop_reason:stop
          4 agent_end forecaster ok re=1 output:Hello, world
      5 agent_end agent ok re=0`,
    "tool calls": `
      0 agent_start agent
        1 agent_start forecaster input:Weather in Oslo?
          2 llm_request gpt-4o
          3 llm_response gpt-4o-2024-08-06 ok re=2 in=20 out=9 read=8 think=4 tool_calls:[{"id":"call_1","name":"weather","arguments":{"city":"Oslo"}… stop_reason:tool_calls
          4 tool_call weather from=3 arguments:{"city":"Oslo"} call_id:call_1
          5 tool_result weather ok re=4 result:{"sky":"rain"}
          6 llm_request gpt-4o
          7 llm_response gpt-4o-2024-08-06 ok re=6 in=20 out=9 read=8 think=4 content:It rains. stop_reason:stop
          8 agent_end forecaster ok re=1 output:It rains.
      9 agent_end agent ok re=0`,
    "tool errors": `
      0 agent_start agent
        1 agent_start forecaster input:Do it
          2 llm_request gpt-4o
          3 llm_response gpt-4o-2024-08-06 ok re=2 in=20 out=9 read=8 think=4 tool_calls:[{"id":"call_1","name":"broken","arguments":{}}] stop_reason:tool_calls
          4 tool_call broken from=3 arguments:{} call_id:call_1
          5 tool_result broken error !RangeError re=4
          6 llm_request gpt-4o
          7 llm_response gpt-4o-2024-08-06 ok re=6 in=20 out=9 read=8 think=4 content:It broke. stop_reason:stop
          8 agent_end forecaster ok re=1 output:It broke.
      9 agent_end agent ok re=0`,
    "model errors": `
      0 agent_start agent
        1 agent_start forecaster input:Say hello
          2 llm_request gpt-4o
          3 llm_response gpt-4o error !invalid_request_error re=2
          4 error AI_APICallError error !AI_APICallError message:no such model
          5 agent_end forecaster error !AI_APICallError re=1
      6 agent_end agent ok re=0`,
    guardrails: `
      0 agent_start agent
        1 agent_start forecaster input:A poem
          2 safety_check no poems blocked rationale:poems are not allowed
          3 agent_end forecaster blocked re=1 output:{"tripwire":{"reason":"poems are not allowed","processorId":…
      4 agent_end agent ok re=0`,
    workflows: `
      0 agent_start agent
        1 agent_start doubler input:{"n":21}
          2 chain doubler input:{"n":21}
          3 chain_end doubler ok re=2 output:{"n":42}
          4 agent_end doubler ok re=1 output:{"n":42}
      5 agent_end agent ok re=0`,
  },
};
