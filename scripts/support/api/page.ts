import type { ApiEntry, ApiMember } from "./declarations.ts";
import type { ApiModule } from "./entries.ts";

/** The API reference as Markdown. */
export function apiPage(modules: readonly ApiModule[]): string {
  const parts = modules.map(({ specifier, entries }) => [`## \`${specifier}\``, ...entries.map(entryText)].join("\n\n"));
  return `# API\n\nMade from the doc comments of the sources by \`npm run docs:api\`.\n\n${parts.join("\n\n")}\n`;
}

function entryText({ name, signature, says, members }: ApiEntry): string {
  const rows = members.map(rowText);
  const table = rows.length === 0 ? [] : [["| member | says |", "|---|---|", ...rows].join("\n")];
  return [`### \`${name}\``, ...(says === "" ? [] : [says]), `\`\`\`ts\n${signature}\n\`\`\``, ...table].join("\n\n");
}

function rowText({ signature, says }: ApiMember): string {
  return `| ${code(signature)} | ${says.replaceAll("|", "\\|")} |`;
}

function code(text: string): string {
  return `\`${text.replaceAll("|", "\\|")}\``;
}
