/** Compiles viewer/engine/scan/assembly/kernel.ts into kernel-wasm.ts beside it. With `--check`: fails if the file is not what would be written. */
import { readFileSync, writeFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import asc from "assemblyscript/asc";

const source = fileURLToPath(new URL("../viewer/engine/scan/assembly/kernel.ts", import.meta.url));
const target = fileURLToPath(new URL("../viewer/engine/scan/kernel-wasm.ts", import.meta.url));
/** Pages of 64 KiB; the layout says what it needs. */
const PAGES = 64;

const options = ["-O3", "--runtime", "stub", "--noAssert", "--enable", "simd", "--enable", "bulk-memory", "--initialMemory", String(PAGES), "--memoryBase", "64"];
const compiled = new Map<string, Uint8Array>();
const { error } = await asc.main(["kernel.ts", "--outFile", "kernel.wasm", ...options], {
  readFile: (name) => (name === "kernel.ts" ? readFileSync(source, "utf8") : null),
  writeFile: (name, contents) => void compiled.set(name, contents as Uint8Array),
  listFiles: () => [],
  stderr: process.stderr,
});
if (error !== null) throw error;
const base64 = Buffer.from(compiled.get("kernel.wasm") as Uint8Array).toString("base64");
const text = `/** assembly/kernel.ts compiled by \`npm run kernel\`. */\nexport const KERNEL_BASE64 = "${base64}";\n`;
if (!process.argv.includes("--check")) writeFileSync(target, text);
else if (readFileSync(target, "utf8") !== text) {
  console.error("viewer/engine/scan/kernel-wasm.ts is out of date: run npm run kernel");
  process.exitCode = 1;
} else console.log("kernel: 1 file checked, up to date");
