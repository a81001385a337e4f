/** Compiles the parts of the engine that are written in AssemblyScript into modules beside them. With `--check`: fails if a file is not what would be written. */
import { readFileSync, writeFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import asc from "assemblyscript/asc";

/** Folders of viewer/engine, the source in their `assembly`, and the pages of 64 KiB its layout needs. */
const KERNELS = [
  { folder: "scan", source: "kernel", pages: 64 },
  { folder: "search", source: "find", pages: 24 },
];
const OPTIONS = ["-O3", "--runtime", "stub", "--noAssert", "--enable", "simd", "--enable", "bulk-memory", "--memoryBase", "64"];

let stale = 0;
for (const { folder, source, pages } of KERNELS) {
  const target = fileURLToPath(new URL(`../viewer/engine/${folder}/${source}-wasm.ts`, import.meta.url));
  const base64 = await compile(fileURLToPath(new URL(`../viewer/engine/${folder}/assembly/${source}.ts`, import.meta.url)), pages);
  const text = `/** assembly/${source}.ts compiled by \`npm run kernel\`. */\nexport const ${source.toUpperCase()}_BASE64 = "${base64}";\n`;
  if (!process.argv.includes("--check")) writeFileSync(target, text);
  else if (readFileSync(target, "utf8") !== text) {
    console.error(`${target} is out of date: run npm run kernel`);
    stale++;
  }
}
if (stale > 0) process.exitCode = 1;
else console.log(`kernel: ${KERNELS.length} files up to date`);

async function compile(file: string, pages: number): Promise<string> {
  const compiled = new Map<string, Uint8Array>();
  const { error } = await asc.main(["source.ts", "--outFile", "out.wasm", ...OPTIONS, "--initialMemory", String(pages)], {
    readFile: (name) => (name === "source.ts" ? readFileSync(file, "utf8") : null),
    writeFile: (name, contents) => void compiled.set(name, contents as Uint8Array),
    listFiles: () => [],
    stderr: process.stderr,
  });
  if (error !== null) throw error;
  return Buffer.from(compiled.get("out.wasm") as Uint8Array).toString("base64");
}
