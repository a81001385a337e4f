/**
 * Whether a tool changes the world or only looks at it, as far as its name says. Names are the one thing every trace
 * has; `unknown` where they say nothing, and callers must then treat the tool as neither.
 */
export type ToolEffect = "read" | "write" | "unknown";

const READS: ReadonlySet<string> = new Set(
  "get read list search find fetch query lookup look show view describe check count inspect browse grep glob cat ls head tail stat think calculate calc compute validate verify analyze analyse summarize summarise retrieve recall scan status diff ask explain help preview peek select load open websearch webfetch todoread navigate screenshot goto".split(
    " ",
  ),
);
const WRITES: ReadonlySet<string> = new Set(
  "write create update delete remove cancel book send post put patch insert add set edit modify change move rename copy upload save store commit push publish deploy execute exec run apply install pay purchase buy order refund return exchange transfer submit approve reject grant revoke kill stop start restart drop truncate append replace reset merge assign schedule notify email reply bash shell multiedit notebookedit todowrite click type fill".split(
    " ",
  ),
);

/** Effect of a tool by the first telling word of its name (snake_case, camelCase, kebab-case, dotted). */
export function toolEffect(tool: string): ToolEffect {
  const words = tool
    .slice(0, 200)
    .replaceAll(/([a-z0-9])([A-Z])/g, "$1 $2")
    .toLowerCase()
    .split(/[^a-z0-9]+/)
    .filter(Boolean);
  for (const word of words) {
    if (WRITES.has(word)) return "write";
    if (READS.has(word)) return "read";
  }
  const joined = words.join("");
  if (WRITES.has(joined)) return "write";
  return READS.has(joined) ? "read" : "unknown";
}
