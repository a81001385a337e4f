import * as fc from "fast-check";
import { describe, expect, it } from "vitest";
import { decodeBase64 } from "../../../format/pictures/base64.ts";
import { pictureHead } from "../../../format/pictures/head.ts";
import { markText, readMark } from "../../../format/pictures/mark.ts";
import { bmp, pngHead } from "../../support/pictures.ts";

const text = (value: string): number[] => [...value].map((sign) => sign.charCodeAt(0));
const bytes = (...parts: readonly (string | readonly number[])[]): Uint8Array => Uint8Array.from(parts.flatMap((part) => (typeof part === "string" ? text(part) : part)));

describe("the head of a picture", () => {
  const jpeg = bytes([0xff, 0xd8, 0xff, 0xe0, 0, 16], "JFIF\0", Array.from({ length: 9 }, () => 0), [0xff, 0xff, 0xc2, 0, 17, 8, 1, 0x2c, 2, 0x58, 3, 0, 0]);
  const HEADS: readonly (readonly [string, Uint8Array, string, number, number])[] = [
    ["PNG", pngHead(1002, 606), "image/png", 1002, 606],
    ["JPEG, its size after a segment and filling", jpeg, "image/jpeg", 600, 300],
    ["GIF", bytes("GIF89a", [0x20, 3, 0x58, 2], [0, 0, 0]), "image/gif", 800, 600],
    ["WebP, lossy", bytes("RIFF", [0, 0, 0, 0], "WEBPVP8 ", [0, 0, 0, 0, 0, 0, 0, 0x9d, 1, 0x2a, 0x90, 1, 0x2c, 1]), "image/webp", 400, 300],
    ["WebP, lossless", bytes("RIFF", [0, 0, 0, 0], "WEBPVP8L", [0, 0, 0, 0, 0x2f, 0x8f, 0xc1, 0x4a, 0]), "image/webp", 400, 300],
    ["WebP, extended", bytes("RIFF", [0, 0, 0, 0], "WEBPVP8X", [10, 0, 0, 0, 0, 0, 0, 0, 0x8f, 1, 0, 0x2b, 1, 0]), "image/webp", 400, 300],
    ["AVIF, the largest of its sizes", bytes([0, 0, 0, 32], "ftypavif", [0, 0, 0, 0], "ispe", [0, 0, 0, 0, 0, 0, 0, 64, 0, 0, 0, 64], "ispe", [0, 0, 0, 0, 0, 0, 1, 0x90, 0, 0, 1, 0x2c]), "image/avif", 400, 300],
    ["BMP", bmp(7, 5), "image/bmp", 7, 5],
  ];
  it.each(HEADS)("%s", (_name, head, type, width, height) => {
    expect(pictureHead(head)).toEqual({ type, width, height });
  });

  it.each(["<svg xmlns='http://www.w3.org/2000/svg' width='9' height='9'/>", "<!doctype html><p>", "%PDF-1.7", "BMW is a word, not a picture, however long it goes on and on", "", "GIF8", "\u0089PNG"])("%s has none", (value) => {
    expect(pictureHead(bytes(value))).toBeUndefined();
  });

  it("is none where a side is 0 long", () => {
    expect(pictureHead(pngHead(0, 606))).toBeUndefined();
  });

  it("is looked for in any bytes without a fault", () => {
    const starts = HEADS.map(([, head]) => head);
    fc.assert(
      fc.property(fc.constantFrom(...starts), fc.nat(60), fc.uint8Array({ maxLength: 200 }), (start, kept, rest) => {
        const head = pictureHead(Uint8Array.from([...start.subarray(0, kept), ...rest]));
        expect(head === undefined || (head.width > 0 && head.height > 0)).toBe(true);
      }),
    );
  });
});

describe("base64", () => {
  it("is read as it was written, in both alphabets, with line breaks", () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 300 }), (given) => {
        const written = Buffer.from(given).toString("base64");
        expect(decodeBase64(written)).toEqual(given);
        expect(decodeBase64(Buffer.from(given).toString("base64url"))).toEqual(given);
        expect(decodeBase64(written.replaceAll(/.{1,5}/g, "$&\r\n"))).toEqual(given);
      }),
    );
  });

  it.each(["AA!A", "AAÄA", "[EMAIL:3f9a2c1d04]", "AA\u0000A"])("%s is none", (value) => {
    expect(decodeBase64(value)).toBeUndefined();
  });
});

describe("the mark of a picture that was left in the file", () => {
  const mark = { type: "image/png", width: 1002, height: 606, units: 197_988, digits: "0123456789abcdef" };

  it("is read as it was written", () => {
    expect(readMark(markText(mark))).toEqual(mark);
  });

  it.each(["[picture left in the file: image/svg+xml, 1 × 1 pixels, 1 characters of base64, 0123456789abcdef]", ` ${markText(mark)}`, markText({ ...mark, digits: "x" }), "[picture left in the file]", ""])("%s is none", (text) => {
    expect(readMark(text)).toBeUndefined();
  });
});
