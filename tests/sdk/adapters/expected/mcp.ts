import type { Expected } from "../support/expected.ts";

export const MCP: Expected = {
  framework: "MCP clients",
  packages: ["@modelcontextprotocol/sdk 1", "@modelcontextprotocol/client 2"],
  captures: {
    "tool calls": `
      0 agent_start agent
        1 tool_call weather arguments:{"city":"Oslo"}
        2 tool_result weather ok re=1 result:{"content":[{"type":"text","text":"rain in Oslo"}]}
      3 agent_end agent ok re=0`,
    "tool errors": `
      0 agent_start agent
        1 tool_call broken
        2 tool_result broken error !ToolError re=1 result:{"content":[{"type":"text","text":"out of order"}],"isError"…
        3 tool_call weather arguments:{"city":"Oslo"}
        4 tool_result weather error !Error re=3
      5 agent_end agent ok re=0`,
    retrieval: `
      0 agent_start agent
        1 tool_call resources/read arguments:{"uri":"map://oslo"}
        2 tool_result resources/read ok re=1 result:{"contents":[{"uri":"map://oslo","text":"a map"}]}
        3 retrieval retrieval from=2 query:map://oslo documents:[{"uri":"map://oslo","text":"a map"}]
      4 agent_end agent ok re=0`,
  },
};
