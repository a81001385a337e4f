import type { Expected } from "../support/expected.ts";

export const LANGCHAIN: Expected = {
  framework: "LangChain.js + LangGraph.js",
  packages: ["@langchain/core 1", "@langchain/langgraph 1"],
  captures: {
    "model calls": `
      0 agent_start agent
        1 agent_start RunnableSequence input:{"word":"hello"}
          2 llm_request gpt-4o
          3 llm_response gpt-4o-2024-08-06 ok re=2 in=20 out=9 read=8 think=4 content:Hello stop_reason:stop
          4 agent_end RunnableSequence ok re=1 output:{"output":"Hello"}
      5 agent_end agent ok re=0`,
    "streamed text": `
      0 agent_start agent
        1 llm_request gpt-4o
        2 llm_response gpt-4o-2024-08-06 ok re=1 in=20 out=9 read=8 think=4 ttft content:Hello, world stop_reason:stop
      3 agent_end agent ok re=0`,
    "tool calls": `
      0 agent_start agent
        1 agent_start forecaster input:{"messages":[{"role":"user","content":"Weather in Oslo?"}]}
          2 chain agent input:{"messages":[{"role":"user","content":"Weather in Oslo?"}]}
            3 llm_request gpt-4o
            4 llm_response gpt-4o-2024-08-06 ok re=3 in=20 out=9 read=8 think=4 tool_calls:[{"id":"call_1","name":"weather","arguments":{"city":"Oslo"}… stop_reason:tool_calls
          5 chain_end agent ok re=2 output:{"messages":[{"role":"assistant","content":"","name":"foreca…
          6 chain tools input:{"messages":[{"role":"user","content":"Weather in Oslo?"},{"…
            7 tool_call weather arguments:{"city":"Oslo"} call_id:call_1
            8 tool_result weather ok re=7 result:rain in Oslo
          9 chain_end tools ok re=6 output:{"messages":[{"role":"tool","content":"rain in Oslo","name":…
          10 chain agent input:{"messages":[{"role":"user","content":"Weather in Oslo?"},{"…
            11 llm_request gpt-4o
            12 llm_response gpt-4o-2024-08-06 ok re=11 in=20 out=9 read=8 think=4 content:It rains. stop_reason:stop
          13 chain_end agent ok re=10 output:{"messages":[{"role":"assistant","content":"It rains.","name…
          14 agent_end forecaster ok re=1 output:{"messages":[{"role":"user","content":"Weather in Oslo?"},{"…
      15 agent_end agent ok re=0`,
    "tool errors": `
      0 agent_start agent
        1 tool_call broken arguments:{}
        2 tool_result broken error !RangeError re=1
        3 error RangeError error !RangeError message:out of order
      4 agent_end agent error !RangeError re=0`,
    "model errors": `
      0 agent_start agent
        1 llm_request gpt-4o
        2 llm_response gpt-4o error !BadRequestError re=1
        3 error BadRequestError error !BadRequestError message:400 no such model
      4 agent_end agent error !BadRequestError re=0`,
    aborts: `
      0 agent_start agent
        1 llm_request gpt-4o
        2 llm_response gpt-4o cancelled re=1
        3 error AbortError error !AbortError message:Request was aborted.
      4 agent_end agent cancelled !AbortError re=0`,
    refusals: `
      0 agent_start agent
        1 llm_request gpt-4o
        2 llm_response gpt-4o-2024-08-06 ok re=1 in=20 out=9 read=8 think=4 stop_reason:content_filter
        3 refusal refusal refused from=2 reason:content_filter
      4 agent_end agent ok re=0`,
    retrieval: `
      0 agent_start agent
        1 retrieval retrieval ok query:weather documents:[{"pageContent":"about weather","metadata":{"page":1}}]
      2 agent_end agent ok re=0`,
    handoffs: `
      0 agent_start agent
        1 tool_call transfer_to_writer arguments:{}
        2 tool_result transfer_to_writer ok re=1 result:{"lg_name":"Command","update":{},"goto":["writer"]}
        3 handoff writer from=2
      4 agent_end agent ok re=0`,
    "interrupts and resumes": `
      0 agent_start agent
        1 agent_start asker input:{}
          2 chain ask input:{}
          3 chain_end ask warn re=2
          4 agent_turn interrupt →human warn content:May I?
          5 agent_end asker warn re=1 output:{}
        6 agent_start asker input:{"lg_name":"Command","resume":"yes","goto":[]}
          7 human_input human input content:yes
          8 log resumed message:resumed
          9 chain ask input:{}
          10 chain_end ask ok re=9 output:{"answer":"yes"}
          11 agent_end asker ok re=6 output:{"answer":"yes"}
      12 agent_end agent ok re=0`,
    checkpoints: `
      0 agent_start agent
        1 agent_start counter input:{"count":1}
          2 checkpoint checkpoint from=1 state:{"__start__":{"count":1},"__pregel_tasks":[]}
          3 chain add input:{"count":1}
          4 checkpoint checkpoint from=3 state:{"count":1,"__pregel_tasks":[],"branch:to:add":null}
          5 chain_end add ok re=3 output:{"count":2}
          6 checkpoint checkpoint from=5 state:{"count":2,"__pregel_tasks":[]}
          7 agent_end counter ok re=1 output:{"count":2}
      8 agent_end agent ok re=0`,
    "sub-agents": `
      0 agent_start agent
        1 agent_start team input:{"messages":[{"role":"user","content":"Weather?"}]}
          2 chain research input:{"messages":[{"role":"user","content":"Weather?"}]}
            3 agent_start researcher input:{"messages":[{"role":"user","content":"Weather?"}]}
              4 chain agent input:{"messages":[{"role":"user","content":"Weather?"}]}
                5 llm_request gpt-4o
                6 llm_response gpt-4o-2024-08-06 ok re=5 in=20 out=9 read=8 think=4 content:Rain. stop_reason:stop
              7 chain_end agent ok re=4 output:{"messages":[{"role":"assistant","content":"Rain.","name":"r…
              8 agent_end researcher ok re=3 output:{"messages":[{"role":"user","content":"Weather?"},{"role":"a…
          9 chain_end research ok re=2 output:{"messages":[{"role":"user","content":"Weather?"},{"role":"a…
          10 agent_end team ok re=1 output:{"messages":[{"role":"user","content":"Weather?"},{"role":"a…
      11 agent_end agent ok re=0`,
    "parallel runs": `
      0 agent_start agent
        1 agent_start both input:{}
          2 chain left input:{"seen":[]}
            4 tool_call weather arguments:{"city":"Oslo"}
            6 tool_result weather ok re=4 result:rain in Oslo
          3 chain right input:{"seen":[]}
            5 tool_call weather arguments:{"city":"Rome"}
            7 tool_result weather ok re=5 result:rain in Rome
          8 chain_end left ok re=2 output:{"seen":["rain in Oslo"]}
          9 chain_end right ok re=3 output:{"seen":["rain in Rome"]}
          10 agent_end both ok re=1 output:{"seen":["rain in Oslo","rain in Rome"]}
      11 agent_end agent ok re=0`,
  },
};
