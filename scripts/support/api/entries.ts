import { readFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { ROOT } from "../run.ts";
import { declarationOf, type ApiEntry } from "./declarations.ts";

/** One way into the package: what `import … from` names, and what it gives. */
export interface ApiModule {
  readonly specifier: string;
  readonly entries: readonly ApiEntry[];
}

const REEXPORT = /^export (?:type )?\{([^}]*)\} from "([^"]+)";$/gm;
const OWN = /^export (?:declare |abstract |async )*(?:function\*?|class|interface|const|type) (\w+)/gm;

/** Every entry point of the package, as `exports` in its manifest lists them, read from the sources. Throws on an export whose declaration cannot be found. */
export function apiModules(): readonly ApiModule[] {
  const { exports } = JSON.parse(readFileSync(join(ROOT, "package.json"), "utf8")) as { readonly exports: Readonly<Record<string, { readonly default: string } | string>> };
  return Object.entries(exports)
    .map(([path, target]) => ({ specifier: `peaky-peek${path.slice(1)}`, target: typeof target === "string" ? target : target.default }))
    .filter(({ target }) => target.startsWith("./build/sdk/"))
    .map(({ specifier, target }) => ({ specifier, entries: entriesOf(join(ROOT, target.replace("./build/", "").replace(/\.js$/, ".ts"))) }));
}

/** A declaration that a module exports from another. Throws if it does not. */
function passedOn(file: string, source: string, name: string): ApiEntry {
  const from = [...source.matchAll(REEXPORT)].find(([, names = ""]) => names.split(",").some((given) => nameOf(given) === name))?.[2];
  if (from === undefined) throw new Error(`${file} does not declare ${name}`);
  return entryOf(join(dirname(file), from), name);
}

function nameOf(given: string): string {
  return given
    .trim()
    .replace(/^type /, "")
    .replace(/ as .*$/, "");
}

/** All a module exports, in its order; members of a base class are added to those of the class. */
function entriesOf(file: string): readonly ApiEntry[] {
  const source = readFileSync(file, "utf8");
  const own = [...source.matchAll(OWN)].map(([, name = ""]) => entryOf(file, name));
  const others = [...source.matchAll(REEXPORT)].flatMap(([, names = "", from = ""]) => names.split(",").map((name) => entryOf(join(dirname(file), from), nameOf(name))));
  return [...own, ...others];
}

function entryOf(file: string, name: string): ApiEntry {
  const source = readFileSync(file, "utf8");
  const found = declarationOf(source, name);
  if (found === undefined) return passedOn(file, source, name);
  const from = found.base === undefined ? undefined : new RegExp(`import \\{[^}]*\\b${found.base}\\b[^}]*\\} from "(\\.[^"]+)"`).exec(source)?.[1];
  const base = found.base === undefined ? undefined : (declarationOf(source, found.base) ?? (from === undefined ? undefined : entryOf(join(dirname(file), from), found.base)));
  return base === undefined ? found : { ...found, members: [...found.members, ...base.members] };
}
