/** What the first bytes of a picture say. Sizes are in pixels, as stored: a picture may be turned when it is shown. */
export interface PictureHead {
  readonly type: string;
  readonly width: number;
  readonly height: number;
}

interface Size {
  readonly width: number;
  readonly height: number;
}

/** Where AVIF files say how large they are, at the latest. */
const AVIF_BYTES = 8192;

/** Raster forms by their first bytes. Drawings that are programs (SVG) are none. */
const FORMS: readonly { readonly type: string; readonly starts: (bytes: DataView) => boolean; readonly size: (bytes: DataView) => Size | undefined }[] = [
  { type: "image/png", starts: (bytes) => hasText(bytes, 1, "PNG\r\n\u001a\n") && hasText(bytes, 12, "IHDR"), size: (bytes) => ({ width: bytes.getUint32(16), height: bytes.getUint32(20) }) },
  { type: "image/jpeg", starts: (bytes) => bytes.getUint8(0) === 0xff && bytes.getUint8(1) === 0xd8 && bytes.getUint8(2) === 0xff, size: jpegSize },
  { type: "image/gif", starts: (bytes) => hasText(bytes, 0, "GIF8"), size: (bytes) => ({ width: bytes.getUint16(6, true), height: bytes.getUint16(8, true) }) },
  { type: "image/webp", starts: (bytes) => hasText(bytes, 0, "RIFF") && hasText(bytes, 8, "WEBP"), size: webpSize },
  { type: "image/avif", starts: (bytes) => hasText(bytes, 4, "ftypavi"), size: avifSize },
  { type: "image/bmp", starts: (bytes) => hasText(bytes, 0, "BM") && bytes.getUint32(14, true) >= 40 && bytes.getUint32(14, true) <= 124, size: (bytes) => ({ width: Math.abs(bytes.getInt32(18, true)), height: Math.abs(bytes.getInt32(22, true)) }) },
];

/** Bytes of a picture in which its size stands: some carry a preview or a profile before it. */
export const PICTURE_HEAD_BYTES = 192 * 1024;

/** The form and size of a raster picture (PNG, JPEG, GIF, WebP, AVIF, BMP) from its first bytes; undefined for all else. */
export function pictureHead(bytes: Uint8Array): PictureHead | undefined {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  try {
    const form = FORMS.find(({ starts }) => starts(view));
    const size = form?.size(view);
    return form === undefined || size === undefined || size.width === 0 || size.height === 0 ? undefined : { type: form.type, ...size };
  } catch {
    // Shorter than its size needs.
    return undefined;
  }
}

function hasText(bytes: DataView, at: number, text: string): boolean {
  if (at + text.length > bytes.byteLength) return false;
  for (let index = 0; index < text.length; index++) if (bytes.getUint8(at + index) !== text.charCodeAt(index)) return false;
  return true;
}

/** Walks from segment to segment to the one that begins a frame. */
function jpegSize(bytes: DataView): Size | undefined {
  for (let at = 2; at + 9 <= bytes.byteLength; ) {
    if (bytes.getUint8(at) !== 0xff) return undefined;
    const marker = bytes.getUint8(at + 1);
    const isFrame = marker >= 0xc0 && marker <= 0xcf && marker !== 0xc4 && marker !== 0xc8 && marker !== 0xcc;
    if (isFrame) return { width: bytes.getUint16(at + 7), height: bytes.getUint16(at + 5) };
    at += marker === 0xff ? 1 : 2 + bytes.getUint16(at + 2);
  }
  return undefined;
}

function webpSize(bytes: DataView): Size | undefined {
  const three = (at: number): number => bytes.getUint16(at, true) + (bytes.getUint8(at + 2) << 16);
  if (hasText(bytes, 12, "VP8X")) return { width: three(24) + 1, height: three(27) + 1 };
  if (hasText(bytes, 12, "VP8 ")) return { width: bytes.getUint16(26, true) & 0x3fff, height: bytes.getUint16(28, true) & 0x3fff };
  if (!hasText(bytes, 12, "VP8L")) return undefined;
  const packed = bytes.getUint32(21, true);
  return { width: (packed & 0x3fff) + 1, height: ((packed >>> 14) & 0x3fff) + 1 };
}

/** The largest of the sizes it names: tiles and layers have their own. */
function avifSize(bytes: DataView): Size | undefined {
  let found: Size | undefined;
  for (let at = 8; at + 16 <= Math.min(bytes.byteLength, AVIF_BYTES); at++) {
    if (!hasText(bytes, at, "ispe")) continue;
    const size = { width: bytes.getUint32(at + 8), height: bytes.getUint32(at + 12) };
    if (found === undefined || size.width * size.height > found.width * found.height) found = size;
  }
  return found;
}
