import { createReadStream, existsSync, statSync } from "node:fs";
import { createServer, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { extname, join, normalize, sep } from "node:path";

const TYPES: Readonly<Record<string, string>> = {
  ".html": "text/html; charset=utf-8",
  ".js": "text/javascript",
  ".wasm": "application/wasm",
  ".css": "text/css",
  ".json": "application/json",
};

/** A folder on the air. */
export interface Served {
  /** Address of the folder, with a slash at its end. */
  readonly url: string;
  readonly stop: () => void;
}

/** Serves a folder to this machine, on the port asked for if it is free, else on any free one. */
export async function serveFolder(root: string, port = 0): Promise<Served> {
  const server = createServer((request, response) => {
    const file = fileOf(root, request.url ?? "/");
    if (file === undefined) {
      response.writeHead(404).end();
      return;
    }
    response.writeHead(200, { "content-type": TYPES[extname(file)] ?? "application/octet-stream" });
    createReadStream(file).pipe(response);
  });
  await listen(server, port).catch(() => listen(server, 0));
  return { url: `http://127.0.0.1:${(server.address() as AddressInfo).port}/`, stop: () => void server.close() };
}

async function listen(server: Server, port: number): Promise<void> {
  await new Promise<void>((resolve, reject) => {
    server.once("error", reject);
    server.listen(port, "127.0.0.1", () => {
      server.off("error", reject);
      resolve();
    });
  });
}

/** The file an address stands for; undefined if there is none inside the folder. */
function fileOf(root: string, address: string): string | undefined {
  const path = pathOf(address);
  const file = path === undefined ? undefined : join(root, path.endsWith("/") ? `${path}index.html` : path);
  return file !== undefined && file.startsWith(`${root}${sep}`) && existsSync(file) && statSync(file).isFile() ? file : undefined;
}

function pathOf(address: string): string | undefined {
  try {
    return normalize(decodeURIComponent(address.split("?")[0] ?? "/"));
  } catch {
    return undefined;
  }
}
