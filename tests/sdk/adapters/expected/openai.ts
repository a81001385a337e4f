import type { Expected } from "../support/expected.ts";

/** Client calls: the same for both majors. */
export const OPENAI: Expected = {
  framework: "openai",
  packages: ["openai 6", "openai 7"],
  captures: {
    "model calls": `
      0 agent_start agent
        1 llm_request gpt-4o
        2 llm_response gpt-4o-2024-08-06 ok re=1 in=20 out=9 read=8 think=4 content:Hello stop_reason:stop
      3 agent_end agent ok re=0`,
    "streamed text": `
      0 agent_start agent
        1 llm_request gpt-4o
        2 llm_response gpt-4o-2024-08-06 ok re=1 in=20 out=9 read=8 think=4 ttft content:Hello, world stop_reason:stop
        3 llm_request gpt-5
        4 llm_response gpt-5 ok re=3 in=30 out=12 read=10 think=6 ttft content:Good day stop_reason:completed
      5 agent_end agent ok re=0`,
    "tool calls": `
      0 agent_start agent
        1 llm_request gpt-4o
        2 llm_response gpt-4o-2024-08-06 ok re=1 in=20 out=9 read=8 think=4 tool_calls:[{"id":"call_1","name":"weather","arguments":{"city":"Oslo"}… stop_reason:tool_calls
        3 llm_request gpt-4o
        4 llm_response gpt-4o-2024-08-06 ok re=3 in=20 out=9 read=8 think=4 ttft tool_calls:[{"id":"call_1","name":"weather","arguments":{"city":"Oslo"}… stop_reason:tool_calls
        5 llm_request gpt-5
        6 llm_response gpt-5 ok re=5 in=30 out=12 read=10 think=6 tool_calls:[{"id":"call_1","name":"weather","arguments":{"city":"Oslo"}… stop_reason:completed
      7 agent_end agent ok re=0`,
    "model errors": `
      0 agent_start agent
        1 llm_request gpt-4o
        2 llm_response gpt-4o error !invalid_request_error re=1
        3 error BadRequestError error !BadRequestError message:400 no such model
      4 agent_end agent error !BadRequestError re=0`,
    retries: `
      0 agent_start agent
        1 llm_request gpt-4o
        2 llm_response gpt-4o error !server_error re=1
        3 llm_request gpt-4o from=2
        4 llm_response gpt-4o-2024-08-06 ok re=3 in=20 out=9 read=8 think=4 content:Hello stop_reason:stop
      5 agent_end agent ok re=0`,
    aborts: `
      0 agent_start agent
        1 llm_request gpt-4o
        2 llm_response gpt-4o-2024-08-06 cancelled re=1 ttft content:Hel
        3 llm_request gpt-4o
        4 llm_response gpt-4o error !TimeoutError re=3
        5 llm_request gpt-4o from=4
        6 llm_response gpt-4o-2024-08-06 error !TypeError re=5 ttft content:Hel
      7 agent_end agent ok re=0`,
    refusals: `
      0 agent_start agent
        1 llm_request gpt-4o
        2 llm_response gpt-4o-2024-08-06 ok re=1 in=20 out=9 read=8 think=4 stop_reason:stop
        3 refusal refusal refused re=1 from=2 reason:I cannot help with that
      4 agent_end agent ok re=0`,
  },
};
