import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { COMMANDS } from "../sdk/cli/commands/index.ts";
import { helpOf, overview } from "../sdk/cli/help.ts";

/** Writes docs/cli.md: what the help of every command says. A test fails while the page says something else. */
const TARGET = join(import.meta.dirname, "../docs/cli.md");

/** The page. */
export function cliDocs(): string {
  const sections = COMMANDS.map((command) => `## peek ${command.name}\n\n\`\`\`text\n${helpOf(command)}\`\`\`\n`);
  return `# The command line

Made by \`scripts/cli-docs.ts\` from the commands' own help. \`npx peek\` runs it; in this repository after \`npm run build:sdk\`.

\`\`\`text
${overview(COMMANDS)}\`\`\`

${sections.join("\n")}`;
}

if (process.argv[1] === import.meta.filename) writeFileSync(TARGET, cliDocs());
