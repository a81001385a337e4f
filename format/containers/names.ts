// oxlint-disable-next-line no-control-regex -- names in archives may hold control characters; they are what is taken out
const UNWANTED = /[\u0000-\u001f\u007f]/g;
const DRIVE = /^[A-Za-z]:/;
const MOST_CHARACTERS = 1024;

/** A path from an archive made harmless: relative, forward slashes, no `..`, no drive, no control characters. */
export function safeName(name: string): string {
  const parts = name.slice(-MOST_CHARACTERS).replace(UNWANTED, "").replaceAll("\\", "/").replace(DRIVE, "").split("/");
  const kept = parts.filter((part) => part !== "" && part !== "." && part !== "..");
  return kept.length > 0 ? kept.join("/") : "unnamed";
}

const NOISE = [/(^|\/)__MACOSX\//, /(^|\/)\.DS_Store$/, /(^|\/)\._[^/]*$/, /(^|\/)Thumbs\.db$/];

/** Directories and what operating systems put into archives: not worth a word in a report. */
export function isNoise(name: string): boolean {
  return name.endsWith("/") || name.endsWith("\\") || NOISE.some((pattern) => pattern.test(name));
}

/** The name of a packed file without the packing's own ending. */
export function unpackedName(name: string): string {
  return name.replace(/\.(gz|gzip|zst|zstd)$/i, "") || name;
}
