import type { Expected } from "../support/expected.ts";

export const OPENAI_AGENTS: Expected = {
  framework: "OpenAI Agents",
  packages: ["@openai/agents 0.20"],
  captures: {
    "model calls": `
      0 agent_start agent
        1 agent_start work
          2 agent_start greeter
            3 llm_request gpt-5
            4 llm_response gpt-5 ok re=3 in=30 out=12 read=10 think=6 content:Hello stop_reason:completed
            5 agent_end greeter ok re=2
          6 agent_end work ok re=1 output:Hello
      7 agent_end agent ok re=0`,
    "chat completions": `
      0 agent_start agent
        1 agent_start work
          2 agent_start greeter
            3 llm_request gpt-4o
            4 llm_response gpt-4o-2024-08-06 ok re=3 in=20 out=9 read=8 think=4 content:Hello stop_reason:stop
            5 agent_end greeter ok re=2
          6 agent_end work ok re=1 output:Hello
      7 agent_end agent ok re=0`,
    "streamed text": `
      0 agent_start agent
        1 agent_start work
          2 agent_start greeter
            3 llm_request gpt-5
            4 llm_response gpt-5 ok re=3 in=30 out=12 read=10 think=6 ttft content:Hello, world stop_reason:completed
            5 agent_end greeter ok re=2
          6 agent_end work ok re=1 output:Hello, world
      7 agent_end agent ok re=0`,
    "tool calls": `
      0 agent_start agent
        1 agent_start work
          2 agent_start forecaster
            3 llm_request gpt-5
            4 llm_response gpt-5 ok re=3 in=30 out=12 read=10 think=6 tool_calls:[{"id":"call_1","name":"weather","arguments":{"city":"Oslo"}… stop_reason:completed
            5 tool_call weather from=4 arguments:{"city":"Oslo"}
            6 tool_result weather ok re=5 result:rain in Oslo
            7 llm_request gpt-5 from=6
            8 llm_response gpt-5 ok re=7 in=30 out=12 read=10 think=6 content:It rains. stop_reason:completed
            9 agent_end forecaster ok re=2
          10 agent_end work ok re=1 output:It rains.
      11 agent_end agent ok re=0`,
    "tool errors": `
      0 agent_start agent
        1 agent_start work
          2 agent_start fixer
            3 llm_request gpt-5
            4 llm_response gpt-5 ok re=3 in=30 out=12 read=10 think=6 tool_calls:[{"id":"call_1","name":"broken","arguments":{}}] stop_reason:completed
            5 tool_call broken from=4 arguments:{}
            6 tool_result broken error !RangeError re=5
            7 error ToolCallError error !ToolCallError message:ToolCallError: Failed to run function tools: RangeError: out…
            8 agent_end fixer error !ToolCallError re=2
          9 agent_end work error re=1
      10 agent_end agent ok re=0`,
    "model errors": `
      0 agent_start agent
        1 agent_start work
          2 agent_start greeter
            3 llm_request gpt-0
            4 llm_response gpt-0 error !invalid_request_error re=3
            5 error AgentsError error !AgentsError message:Error: 400 no such model
            6 agent_end greeter error !AgentsError re=2
          7 agent_end work error re=1
      8 agent_end agent ok re=0`,
    handoffs: `
      0 agent_start agent
        1 agent_start work
          2 agent_start triage
            3 llm_request gpt-5
            4 llm_response gpt-5 ok re=3 in=30 out=12 read=10 think=6 tool_calls:[{"id":"call_1","name":"transfer_to_writer","arguments":{}}] stop_reason:completed
            5 handoff writer
            6 agent_end triage ok re=2
          7 agent_start writer
            8 llm_request gpt-5 from=4
            9 llm_response gpt-5 ok re=8 in=30 out=12 read=10 think=6 content:A poem. stop_reason:completed
            10 agent_end writer ok re=7
          11 agent_end work ok re=1 output:A poem.
      12 agent_end agent ok re=0`,
    guardrails: `
      0 agent_start agent
        1 agent_start work
          2 agent_start greeter
            3 safety_check no rudeness passed
            4 llm_request gpt-5
            5 llm_response gpt-5 ok re=4 in=30 out=12 read=10 think=6 content:Hello stop_reason:completed
            6 agent_end greeter ok re=2
          7 agent_end work ok re=1 output:Hello
        8 agent_start work
          9 agent_start greeter
            10 safety_check no poems blocked
            11 agent_end greeter blocked re=9
          12 agent_end work blocked re=8
      13 agent_end agent ok re=0`,
    refusals: `
      0 agent_start agent
        1 agent_start work
          2 agent_start greeter
            3 llm_request gpt-5
            4 llm_response gpt-5 ok re=3 in=30 out=12 read=10 think=6 content:[{"type":"refusal","refusal":"I cannot help with that"}] stop_reason:completed
            5 refusal refusal refused from=4 reason:I cannot help with that
            6 error ModelRefusalError error !ModelRefusalError message:ModelRefusalError: Model refused to produce output: I cannot…
            7 agent_end greeter error !ModelRefusalError re=2
          8 agent_end work error re=1
      9 agent_end agent ok re=0`,
    "parallel runs": `
      0 agent_start agent
        1 agent_start greetings
          3 agent_start a
            5 llm_request gpt-5
            7 llm_response gpt-5 ok re=5 in=30 out=12 read=10 think=6 content:Hello stop_reason:completed
            8 agent_end a ok re=3
          9 agent_end greetings ok re=1 output:Hello
        2 agent_start greetings
          4 agent_start b
            6 llm_request gpt-5
            10 llm_response gpt-5 ok re=6 in=30 out=12 read=10 think=6 content:Hello stop_reason:completed
            11 agent_end b ok re=4
          12 agent_end greetings ok re=2 output:Hello
      13 agent_end agent ok re=0`,
  },
};
