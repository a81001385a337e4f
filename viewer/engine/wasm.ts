/** The part of WebAssembly that is used; the types of Node have none. */
interface WebAssemblyApi {
  validate(bytes: Uint8Array): boolean;
  readonly Module: new (bytes: Uint8Array) => object;
  readonly Instance: new (module: object) => { readonly exports: unknown };
}

/** Exports of a module made by scripts/kernel.ts: its memory, its functions, and its constants as globals. */
export interface WasmExports {
  readonly memory: { readonly buffer: ArrayBuffer };
  readonly [constant: string]: unknown;
}

/** Makes an instance of a module given in base64; undefined where the browser cannot run it (it needs SIMD). */
export function instantiate(base64: string): WasmExports | undefined {
  const bytes = Uint8Array.from(atob(base64), (char) => char.charCodeAt(0));
  const api = (globalThis as unknown as { readonly WebAssembly: WebAssemblyApi }).WebAssembly;
  return api.validate(bytes) ? (new api.Instance(new api.Module(bytes)).exports as WasmExports) : undefined;
}

/** The value of an exported constant. */
export function constantOf(exports: WasmExports, name: string): number {
  return (exports[name] as { readonly value: number }).value;
}
