import type { Expected } from "../support/expected.ts";

export const AI_SDK_7: Expected = {
  framework: "Vercel AI SDK",
  packages: ["ai 7"],
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
      3 agent_end agent ok re=0`,
    "tool calls": `
      0 agent_start agent
        1 agent_start generateText input:[{"role":"user","content":"Weather in Oslo?"}]
          2 llm_request gpt-4o
          3 llm_response gpt-4o-2024-08-06 ok re=2 in=20 out=9 read=8 think=4 tool_calls:[{"id":"call_1","name":"weather","arguments":{"city":"Oslo"}… stop_reason:tool-calls
          4 tool_call weather from=3 arguments:{"city":"Oslo"} call_id:call_1
          5 tool_result weather ok re=4 result:{"city":"Oslo","sky":"rain"}
          6 llm_request gpt-4o
          7 llm_response gpt-4o-2024-08-06 ok re=6 in=20 out=9 read=8 think=4 content:It rains. stop_reason:stop
          8 agent_end generateText ok re=1 output:It rains.
      9 agent_end agent ok re=0`,
    "tool errors": `
      0 agent_start agent
        1 agent_start generateText input:[{"role":"user","content":"Do it"}]
          2 llm_request gpt-4o
          3 llm_response gpt-4o-2024-08-06 ok re=2 in=20 out=9 read=8 think=4 tool_calls:[{"id":"call_1","name":"broken","arguments":{}}] stop_reason:tool-calls
          4 tool_call broken from=3 arguments:{} call_id:call_1
          5 tool_result broken error !RangeError re=4
          6 llm_request gpt-4o
          7 llm_response gpt-4o-2024-08-06 ok re=6 in=20 out=9 read=8 think=4 content:It broke. stop_reason:stop
          8 agent_end generateText ok re=1 output:It broke.
      9 agent_end agent ok re=0`,
    "model errors": `
      0 agent_start agent
        1 agent_start generateText input:[{"role":"user","content":"Say hello"}]
          2 llm_request gpt-4o
          3 llm_response gpt-4o error !invalid_request_error re=2
          4 error AI_APICallError error !AI_APICallError message:no such model
          5 agent_end generateText error !AI_APICallError re=1
        6 error AI_APICallError error !AI_APICallError message:no such model
      7 agent_end agent error !AI_APICallError re=0`,
    retries: `
      0 agent_start agent
        1 llm_request gpt-4o
        2 llm_response gpt-4o error !server_error re=1
        3 llm_request gpt-4o from=2
        4 llm_response gpt-4o-2024-08-06 ok re=3 in=20 out=9 read=8 think=4 content:Hello stop_reason:stop
      5 agent_end agent ok re=0`,
    aborts: `
      0 agent_start agent
        1 agent_start generateText input:[{"role":"user","content":"Say hello"}]
          2 llm_request gpt-4o
          3 llm_response gpt-4o cancelled re=2
          4 agent_end generateText cancelled re=1
      5 agent_end agent ok re=0`,
    "parallel runs": `
      0 agent_start agent
        1 log both at once message:both at once
          2 agent_start generateText input:[{"role":"user","content":"Weather in Oslo?"}]
            3 llm_request gpt-4o
            6 llm_response gpt-4o-2024-08-06 ok re=3 in=20 out=9 read=8 think=4 tool_calls:[{"id":"a","name":"weather","arguments":{"city":"Oslo"}}] stop_reason:tool-calls
            7 tool_call weather from=6 arguments:{"city":"Oslo"} call_id:a
            8 tool_result weather ok re=7 result:{"city":"Oslo","sky":"rain"}
            9 llm_request gpt-4o
            14 llm_response gpt-4o-2024-08-06 ok re=9 in=20 out=9 read=8 think=4 content:It rains. stop_reason:stop
            15 agent_end generateText ok re=2 output:It rains.
          4 agent_start generateText input:[{"role":"user","content":"Weather in Rome?"}]
            5 llm_request gpt-4o-mini
            10 llm_response gpt-4o-2024-08-06 ok re=5 in=20 out=9 read=8 think=4 tool_calls:[{"id":"b","name":"weather","arguments":{"city":"Rome"}}] stop_reason:tool-calls
            11 tool_call weather from=10 arguments:{"city":"Rome"} call_id:b
            12 tool_result weather ok re=11 result:{"city":"Rome","sky":"rain"}
            13 llm_request gpt-4o-mini
            16 llm_response gpt-4o-2024-08-06 ok re=13 in=20 out=9 read=8 think=4 content:It shines. stop_reason:stop
            17 agent_end generateText ok re=4 output:It shines.
      18 agent_end agent ok re=0`,
    refusals: `
      0 agent_start agent
        1 llm_request gpt-4o
        2 llm_response gpt-4o-2024-08-06 ok re=1 in=20 out=9 read=8 think=4 stop_reason:content-filter
        3 refusal refusal refused from=2 reason:content_filter
      4 agent_end agent ok re=0`,
  },
};

export const AI_SDK_6: Expected = {
  framework: "Vercel AI SDK",
  packages: ["ai 6"],
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
      3 agent_end agent ok re=0`,
    retries: `
      0 agent_start agent
        1 llm_request gpt-4o
        2 llm_response gpt-4o error !server_error re=1
        3 llm_request gpt-4o from=2
        4 llm_response gpt-4o-2024-08-06 ok re=3 in=20 out=9 read=8 think=4 content:Hello stop_reason:stop
      5 agent_end agent ok re=0`,
    "tool calls": `
      0 agent_start agent
        1 agent_start generateText input:Weather in Oslo?
          2 llm_request gpt-4o
          3 llm_response gpt-4o-2024-08-06 ok re=2 in=20 out=9 read=8 think=4 tool_calls:[{"id":"call_1","name":"weather","arguments":{"city":"Oslo"}… stop_reason:tool_calls
          4 tool_call weather from=3 arguments:{"city":"Oslo"} call_id:call_1
          5 tool_result weather ok re=4 result:{"city":"Oslo","sky":"rain"}
          6 llm_request gpt-4o
          7 llm_response gpt-4o-2024-08-06 ok re=6 in=20 out=9 read=8 think=4 content:It rains. stop_reason:stop
          8 agent_end generateText ok re=1 output:It rains.
      9 agent_end agent ok re=0`,
    "tool errors": `
      0 agent_start agent
        1 agent_start generateText input:Do it
          2 llm_request gpt-4o
          3 llm_response gpt-4o-2024-08-06 ok re=2 in=20 out=9 read=8 think=4 tool_calls:[{"id":"call_1","name":"broken","arguments":{}}] stop_reason:tool_calls
          4 tool_call broken from=3 arguments:{} call_id:call_1
          5 tool_result broken error !RangeError re=4
          6 llm_request gpt-4o
          7 llm_response gpt-4o-2024-08-06 ok re=6 in=20 out=9 read=8 think=4 content:It broke. stop_reason:stop
          8 agent_end generateText ok re=1 output:It broke.
      9 agent_end agent ok re=0`,
    "model errors": `
      0 agent_start agent
        1 agent_start generateText input:Say hello
          2 llm_request gpt-4o
          3 llm_response gpt-4o error !invalid_request_error re=2
          4 error invalid_request_error error !invalid_request_error message:no such model
          5 agent_end generateText error !invalid_request_error re=1
        6 error AI_APICallError error !AI_APICallError message:no such model
      7 agent_end agent error !AI_APICallError re=0`,
    aborts: `
      0 agent_start agent
        1 agent_start generateText input:Say hello
          2 llm_request gpt-4o
          3 llm_response gpt-4o cancelled re=2
          4 agent_end generateText cancelled re=1
      5 agent_end agent ok re=0`,
    "parallel runs": `
      0 agent_start agent
        1 log both at once message:both at once
          2 agent_start generateText input:Weather in Oslo?
            3 llm_request gpt-4o
            6 llm_response gpt-4o-2024-08-06 ok re=3 in=20 out=9 read=8 think=4 tool_calls:[{"id":"a","name":"weather","arguments":{"city":"Oslo"}}] stop_reason:tool_calls
            7 tool_call weather from=6 arguments:{"city":"Oslo"} call_id:a
            8 tool_result weather ok re=7 result:{"city":"Oslo","sky":"rain"}
            9 llm_request gpt-4o
            14 llm_response gpt-4o-2024-08-06 ok re=9 in=20 out=9 read=8 think=4 content:It rains. stop_reason:stop
            15 agent_end generateText ok re=2 output:It rains.
          4 agent_start generateText input:Weather in Rome?
            5 llm_request gpt-4o-mini
            10 llm_response gpt-4o-2024-08-06 ok re=5 in=20 out=9 read=8 think=4 tool_calls:[{"id":"b","name":"weather","arguments":{"city":"Rome"}}] stop_reason:tool_calls
            11 tool_call weather from=10 arguments:{"city":"Rome"} call_id:b
            12 tool_result weather ok re=11 result:{"city":"Rome","sky":"rain"}
            13 llm_request gpt-4o-mini
            16 llm_response gpt-4o-2024-08-06 ok re=13 in=20 out=9 read=8 think=4 content:It shines. stop_reason:stop
            17 agent_end generateText ok re=4 output:It shines.
      18 agent_end agent ok re=0`,
    refusals: `
      0 agent_start agent
        1 llm_request gpt-4o
        2 llm_response gpt-4o-2024-08-06 ok re=1 in=20 out=9 read=8 think=4 stop_reason:content_filter
        3 refusal refusal refused from=2 reason:content-filter
      4 agent_end agent ok re=0`,
  },
};
