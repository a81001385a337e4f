import type { Expected } from "../support/expected.ts";

export const CLAUDE_AGENT_SDK: Expected = {
  framework: "Claude Agent SDK",
  packages: ["@anthropic-ai/claude-agent-sdk 0.3"],
  captures: {
    "model calls": `
      0 agent_start agent
        1 agent_start claude input:Read the file
          2 llm_request claude-haiku-9
          3 llm_response claude-haiku-9 ok re=2 in=18 out=7 read=5 write=3 ttft content:Hello stop_reason:end_turn
          4 log result message:result
          5 agent_end claude ok re=1 output:All done.
      6 agent_end agent ok re=0`,
    "tool calls": `
      0 agent_start agent
        1 agent_start claude input:Read the file
          2 llm_request claude-haiku-9
          3 llm_response claude-haiku-9 ok re=2 in=18 out=7 read=5 write=3 ttft content:I read. tool_calls:[{"id":"t1","name":"Read","arguments":{"file_path":"/a.txt"}… stop_reason:tool_use
          4 tool_call Read from=3 arguments:{"file_path":"/a.txt"} call_id:t1
          5 tool_result Read ok re=4 result:hello file
          6 llm_request claude-haiku-9 from=5
          7 llm_response claude-haiku-9 ok re=6 in=18 out=7 read=5 write=3 ttft content:All done. stop_reason:end_turn
          8 log result message:result
          9 agent_end claude ok re=1 output:All done.
      10 agent_end agent ok re=0`,
    "tool errors": `
      0 agent_start agent
        1 agent_start claude input:Read the file
          2 llm_request claude-haiku-9
          3 llm_response claude-haiku-9 ok re=2 in=18 out=7 read=5 write=3 ttft tool_calls:[{"id":"t1","name":"Read","arguments":{"file_path":"/none"}}… stop_reason:tool_use
          4 tool_call Read from=3 arguments:{"file_path":"/none"} call_id:t1
          5 tool_result Read error !ToolError re=4
          6 llm_request claude-haiku-9 from=5
          7 llm_response claude-haiku-9 ok re=6 in=18 out=7 read=5 write=3 ttft content:It failed. stop_reason:end_turn
          8 log result message:result
          9 agent_end claude ok re=1 output:All done.
      10 agent_end agent ok re=0`,
    "model errors": `
      0 agent_start agent
        1 agent_start claude input:Read the file
          2 llm_request claude-haiku-9
          3 log result message:result
          4 llm_response claude-haiku-9 error !error_during_execution re=2
          5 error error_during_execution error !error_during_execution message:overloaded
          6 agent_end claude error !error_during_execution re=1
      7 agent_end agent ok re=0`,
    "permission denials": `
      0 agent_start agent
        1 agent_start claude input:Read the file
          2 llm_request claude-haiku-9
          3 llm_response claude-haiku-9 ok re=2 in=18 out=7 read=5 write=3 ttft tool_calls:[{"id":"t1","name":"Bash","arguments":{"command":"rm -rf /"}… stop_reason:tool_use
          4 tool_call Bash from=3 arguments:{"command":"rm -rf /"} call_id:t1
          5 safety_check permission denied from=4 rationale:rm needs approval blocked_action:Bash
          6 tool_result Bash denied re=4 result:rm needs approval
          7 llm_request claude-haiku-9 from=6
          8 llm_response claude-haiku-9 ok re=7 in=18 out=7 read=5 write=3 ttft content:I may not. stop_reason:end_turn
          9 log result message:result
          10 agent_end claude ok re=1 output:All done.
      11 agent_end agent ok re=0`,
    "sub-agents": `
      0 agent_start agent
        1 agent_start claude input:Read the file
          2 llm_request claude-haiku-9
          3 llm_response claude-haiku-9 ok re=2 in=18 out=7 read=5 write=3 ttft tool_calls:[{"id":"t1","name":"Agent","arguments":{"description":"count… stop_reason:tool_use
          4 tool_call Agent from=3 arguments:{"description":"count","prompt":"count files","subagent_type… call_id:t1
            5 agent_start counter input:count
              6 llm_request claude-haiku-9
              7 llm_response claude-haiku-9 ok re=6 in=18 read=5 write=3 content:two files
              8 agent_end counter ok re=5 output:two files
          9 tool_result Agent ok re=4 result:two files
          10 llm_request claude-haiku-9 from=9
          11 llm_response claude-haiku-9 ok re=10 in=18 out=7 read=5 write=3 ttft content:Two. stop_reason:end_turn
          12 log result message:result
          13 agent_end claude ok re=1 output:All done.
      14 agent_end agent ok re=0`,
    refusals: `
      0 agent_start agent
        1 agent_start claude input:Read the file
          2 llm_request claude-haiku-9
          3 llm_response claude-haiku-9 ok re=2 in=18 out=7 read=5 write=3 ttft content:I can’t. stop_reason:refusal
          4 refusal refusal refused from=3 reason:refusal
          5 log result message:result
          6 agent_end claude ok re=1 output:All done.
      7 agent_end agent ok re=0`,
  },
};
