import Module from "node:module";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { asObject, asText } from "../../../format/importers/kit/read.ts";
import { LangChainHandler } from "../langchain/handler.ts";
import { notice } from "../kit/notice.ts";
import { readJson, type App } from "./app.ts";

/** As much of LangChain's callback manager as is used. */
interface Manager {
  readonly handlers: readonly { readonly name?: unknown }[];
  addHandler(handler: object, inherit: boolean): void;
}

interface ManagerClass {
  _configureSync?: (...args: unknown[]) => Manager | undefined;
}

const MANAGER = "./callbacks/manager";
/** As a file of either copy asks for it. */
const REQUESTED = /callbacks\/manager(?:\.cjs)?$/;

/**
 * Adds the handler to every call of LangChain.js. The package comes in two copies that know nothing of each other: the
 * one for `require` is seen when it is loaded; the one for `import` is loaded here, ahead of the program, if the
 * program is a module and says it needs it.
 */
export async function attachLangChain(app: App | undefined): Promise<void> {
  const handler = new LangChainHandler();
  watchRequire(handler);
  if (app === undefined || !app.isModule || ![...app.needs].some(isLangChain)) return;
  const folder = app.folderOf("@langchain/core");
  if (folder === undefined) return;
  const file = asText(asObject(asObject(asObject(readJson(join(folder, "package.json"))?.["exports"])?.[MANAGER])?.["import"])?.["default"]);
  if (file === undefined) return notice("langchain", "this version keeps its callback manager elsewhere: it is not recorded");
  try {
    patch(await import(pathToFileURL(join(folder, file)).href), handler);
  } catch (error) {
    notice("langchain", "the callback manager could not be loaded: it is not recorded", error);
  }
}

function isLangChain(name: string): boolean {
  return name === "langchain" || name.startsWith("@langchain/");
}

interface Loader {
  _load(request: string, ...rest: unknown[]): unknown;
}

function watchRequire(handler: LangChainHandler): void {
  const loader = Module as unknown as Loader;
  const real = loader._load;
  if (typeof real !== "function") return notice("langchain", "this version of Node.js loads modules in another way: what is loaded by `require` is not recorded");
  loader._load = function (this: unknown, request: string, ...rest: unknown[]): unknown {
    const loaded: unknown = Reflect.apply(real, this, [request, ...rest]);
    if (REQUESTED.test(request) && asObject(loaded)?.["CallbackManager"] !== undefined) patch(loaded, handler);
    return loaded;
  };
}

const patched = new WeakSet<object>();

/** Each manager that is made gets the handler, once, for itself and all below it. */
function patch(loaded: unknown, handler: LangChainHandler): void {
  const manager = (loaded as { readonly CallbackManager?: ManagerClass }).CallbackManager;
  const real = manager?._configureSync;
  if (manager === undefined || typeof real !== "function") return notice("langchain", "this version configures its callbacks in another way: it is not recorded");
  if (patched.has(manager)) return;
  patched.add(manager);
  manager._configureSync = function (this: unknown, inheritable: unknown, ...rest: unknown[]): Manager | undefined {
    const made = Reflect.apply(real, this, [inheritable, ...rest]) ?? Reflect.apply(real, this, [[], ...rest]);
    if (made !== undefined && !made.handlers.some(({ name }) => name === handler.name)) made.addHandler(handler, true);
    return made;
  };
}

