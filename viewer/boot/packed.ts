/** Reads what the one-file viewer carries: gzip as base64 in inert elements. */

/** The bytes in an element of the page; undefined if the page has no such element. The element is emptied to free its text. */
export async function packedBytes(id: string): Promise<Uint8Array<ArrayBuffer> | undefined> {
  const element = document.getElementById(id);
  if (element === null) return undefined;
  const packed = decodeBase64(element.textContent.trim());
  element.textContent = "";
  return gunzip(packed);
}

/** Attribute of an element of the page; undefined if either is missing. */
export function packedAttribute(id: string, name: string): string | undefined {
  return document.getElementById(id)?.getAttribute(name) ?? undefined;
}

function decodeBase64(text: string): Uint8Array<ArrayBuffer> {
  const binary = atob(text);
  const bytes = new Uint8Array(binary.length);
  for (let i = 0; i < binary.length; i++) bytes[i] = binary.charCodeAt(i);
  return bytes;
}

async function gunzip(packed: Uint8Array<ArrayBuffer>): Promise<Uint8Array<ArrayBuffer>> {
  const stream = new Blob([packed]).stream().pipeThrough(new DecompressionStream("gzip"));
  return new Uint8Array(await new Response(stream).arrayBuffer());
}
