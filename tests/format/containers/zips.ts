import { deflateSync } from "fflate";

/** One entry of a zip made for a test; `name` goes in as it is. */
export interface MadeEntry {
  readonly name: string;
  readonly bytes: Uint8Array;
  /** Compression method written into the headers; the data is deflated only for 8. */
  readonly method?: number;
  readonly flags?: number;
}

/** A zip with exactly the given entries, without the politeness of a zip library: hostile names and methods allowed. */
export function makeZip(entries: readonly MadeEntry[]): Uint8Array {
  const locals: Uint8Array[] = [];
  const centrals: Uint8Array[] = [];
  let offset = 0;
  for (const entry of entries) {
    const name = new TextEncoder().encode(entry.name);
    const data = entry.method === 8 ? deflateSync(entry.bytes) : entry.bytes;
    const fields = { entry, name, data };
    const local = joinBytes([header(fields, undefined), name, data]);
    centrals.push(joinBytes([header(fields, offset), name]));
    locals.push(local);
    offset += local.length;
  }
  const directory = joinBytes(centrals);
  const end = new DataView(new ArrayBuffer(22));
  end.setUint32(0, 0x06054b50, true);
  end.setUint16(8, Math.min(entries.length, 0xffff), true);
  end.setUint16(10, Math.min(entries.length, 0xffff), true);
  end.setUint32(12, directory.length, true);
  end.setUint32(16, offset, true);
  return joinBytes([...locals, directory, new Uint8Array(end.buffer)]);
}

export function joinBytes(parts: readonly Uint8Array[]): Uint8Array {
  const joined = new Uint8Array(parts.reduce((sum, part) => sum + part.length, 0));
  let at = 0;
  for (const part of parts) {
    joined.set(part, at);
    at += part.length;
  }
  return joined;
}

interface Fields {
  readonly entry: MadeEntry;
  readonly name: Uint8Array;
  readonly data: Uint8Array;
}

function header({ entry, name, data }: Fields, offset: number | undefined): Uint8Array {
  const central = offset !== undefined;
  const view = new DataView(new ArrayBuffer(central ? 46 : 30));
  const shift = central ? 2 : 0;
  view.setUint32(0, central ? 0x02014b50 : 0x04034b50, true);
  view.setUint16(6 + shift, entry.flags ?? 0, true);
  view.setUint16(8 + shift, entry.method ?? 0, true);
  view.setUint32(18 + shift, data.length, true);
  view.setUint32(22 + shift, entry.bytes.length, true);
  view.setUint16(26 + shift, name.length, true);
  if (central) view.setUint32(42, offset, true);
  return new Uint8Array(view.buffer);
}
