import { Client as Client2 } from "@modelcontextprotocol/client";
import { Client as Client1 } from "@modelcontextprotocol/sdk/client/index.js";
import { InMemoryTransport as Transport1 } from "@modelcontextprotocol/sdk/inMemory.js";
import { McpServer } from "@modelcontextprotocol/sdk/server/mcp.js";
import { describe, expect, onTestFinished } from "vitest";
import { z } from "zod";
import { recordMcpClient } from "../../../sdk/adapters/mcp.ts";
import { MCP } from "./expected/mcp.ts";
import { testCaptures } from "./support/scenario.ts";

function server(): McpServer {
  const made = new McpServer({ name: "weather-server", version: "1.0.0" });
  made.registerTool("weather", { description: "The weather", inputSchema: { city: z.string() } }, async ({ city }) => ({ content: [{ type: "text", text: `rain in ${city}` }] }));
  made.registerTool("broken", { description: "Breaks" }, async () => ({ isError: true, content: [{ type: "text", text: "out of order" }] }));
  made.registerResource("map", "map://oslo", {}, async (uri) => ({ contents: [{ uri: uri.href, text: "a map" }] }));
  return made;
}

async function connected(major: 1 | 2): Promise<Client1> {
  const [ours, theirs] = Transport1.createLinkedPair();
  const client = major === 1 ? new Client1({ name: "test", version: "1" }) : (new Client2({ name: "test", version: "1" }) as unknown as Client1);
  const made = server();
  await made.connect(theirs);
  await client.connect(ours);
  onTestFinished(() => made.close());
  return recordMcpClient(client);
}

describe.each([
  ["MCP 1", 1],
  ["MCP 2", 2],
] as const)("%s", (name, major) => {
  testCaptures(MCP, name, {
    "tool calls": async () => {
      const client = await connected(major);
      const { content } = await client.callTool({ name: "weather", arguments: { city: "Oslo" } });
      expect(content).toEqual([{ type: "text", text: "rain in Oslo" }]);
    },
    "tool errors": async () => {
      const client = await connected(major);
      await client.callTool({ name: "broken" });
      await client.close();
      await client.callTool({ name: "weather", arguments: { city: "Oslo" } }).catch(() => undefined);
    },
    retrieval: async () => {
      const client = await connected(major);
      await client.readResource({ uri: "map://oslo" });
    },
  });
});
