import { readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { dirname, extname, join } from "node:path";
import { asObject, type JsonObject } from "../../../format/importers/kit/read.ts";

/** The program that is about to start, as far as its files tell. */
export interface App {
  /** The file it begins with. */
  readonly entry: string;
  /** True if that is an ECMAScript module. */
  readonly isModule: boolean;
  /** Names of the packages it says it needs. */
  readonly needs: ReadonlySet<string>;
  /** The folder of an installed package; undefined if it is not there. */
  folderOf(name: string): string | undefined;
}

const MODULE_ENDINGS: ReadonlySet<string> = new Set([".mjs", ".mts"]);
const SCRIPT_ENDINGS: ReadonlySet<string> = new Set([".cjs", ".cts"]);
const NEEDS = ["dependencies", "devDependencies", "peerDependencies", "optionalDependencies"] as const;

/** What is about to start; undefined where no file is (a REPL, `-e`). Reads the package.json above the file, nothing else. */
export function readApp(entry: string | undefined): App | undefined {
  if (entry === undefined || entry === "") return undefined;
  const ending = extname(entry);
  const manifest = nearestManifest(dirname(entry)) ?? {};
  const needs = new Set(NEEDS.flatMap((group) => Object.keys(asObject(manifest[group]) ?? {})));
  const isModule = MODULE_ENDINGS.has(ending) || (!SCRIPT_ENDINGS.has(ending) && manifest["type"] === "module");
  return { entry, isModule, needs, folderOf: (name) => folderOf(entry, name) };
}

function nearestManifest(folder: string): JsonObject | undefined {
  for (let at = folder; ; at = dirname(at)) {
    const manifest = readJson(join(at, "package.json"));
    if (manifest !== undefined || dirname(at) === at) return manifest;
  }
}

/** A JSON file's object; undefined if there is none. */
export function readJson(file: string): JsonObject | undefined {
  try {
    return asObject(JSON.parse(readFileSync(file, "utf8")));
  } catch {
    return undefined;
  }
}

function folderOf(entry: string, name: string): string | undefined {
  try {
    return dirname(createRequire(entry).resolve(`${name}/package.json`));
  } catch {
    return undefined;
  }
}
