import type { PictureHead } from "./head.ts";

/** What stands in a payload in place of the base64 of a picture that was left in the file. */
export interface PictureMark extends PictureHead {
  /** Characters of base64. */
  readonly units: number;
  /** Tells pictures apart: 16 hexadecimal digits made of the base64. */
  readonly digits: string;
}

const MARK = /^\[picture left in the file: (image\/[a-z]{3,4}), (\d{1,10}) × (\d{1,10}) pixels, (\d{1,10}) characters of base64, ([0-9a-f]{16})\]$/;
const LONGEST = 200;

/** A mark as text; the same for the same picture wherever it stands. */
export function markText({ type, width, height, units, digits }: PictureMark): string {
  return `[picture left in the file: ${type}, ${width} × ${height} pixels, ${units} characters of base64, ${digits}]`;
}

/** Reads a mark; undefined for all other texts. */
export function readMark(text: string): PictureMark | undefined {
  const found = text.length <= LONGEST ? MARK.exec(text) : null;
  if (found === null) return undefined;
  const [, type = "", width, height, units, digits = ""] = found;
  return { type, width: Number(width), height: Number(height), units: Number(units), digits };
}
