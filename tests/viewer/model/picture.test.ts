import { describe, expect, it } from "vitest";
import type { Json } from "../../../format/event.ts";
import { mediaParts, readContent, readMessage, type MessagePart } from "../../../viewer/model/message.ts";
import type { MediaPart } from "../../../viewer/model/media.ts";
import { boxOf, fitIn, lookOf, mediaWords, pictureOfText } from "../../../viewer/model/picture.ts";
import { pngHead, toBase64 } from "../../support/pictures.ts";

const DATA = toBase64(pngHead(40, 30));
const ADDRESS = `data:image/png;base64,${DATA}`;

/** How providers, frameworks and conventions write a picture in a message. */
const SHAPES: readonly (readonly [writer: string, part: Json])[] = [
  ["OpenAI chat", { type: "image_url", image_url: { url: ADDRESS, detail: "auto" } }],
  ["OpenAI Responses", { type: "input_image", image_url: ADDRESS }],
  ["OpenAI, made", { type: "image_generation_call", id: "ig", result: DATA }],
  ["Anthropic", { type: "image", source: { type: "base64", media_type: "image/png", data: DATA } }],
  ["Gemini", { inlineData: { mimeType: "image/png", data: DATA } }],
  ["Gemini in Python", { inline_data: { mime_type: "image/png", data: DATA.replaceAll("+", "-").replaceAll("/", "_") } }],
  ["Bedrock", { image: { format: "png", source: { bytes: DATA } } }],
  ["AI SDK image", { type: "image", image: DATA, mediaType: "image/png" }],
  ["AI SDK file", { type: "file", data: ADDRESS, mediaType: "image/png" }],
  ["AI SDK 7 file", { type: "file", data: { type: "data", data: DATA }, mediaType: "image/png" }],
  ["AI SDK result", { type: "media", data: DATA, mediaType: "image/png" }],
  ["MCP", { type: "image", data: DATA, mimeType: "image/png" }],
  ["OpenInference", { type: "image", image: { image: { url: ADDRESS } } }],
  ["OpenTelemetry", { type: "blob", modality: "image", mime_type: "image/png", content: DATA }],
  ["Inspect", { type: "image", image: ADDRESS, detail: "auto" }],
  ["LangChain", { type: "image", source_type: "base64", mime_type: "image/png", data: DATA }],
  ["this format", { $bytes: DATA, media_type: "application/octet-stream", type: "Uint8Array" }],
];

function media(parts: readonly MessagePart[] | undefined): MediaPart {
  const found = parts?.find((part) => part.type === "media");
  if (found === undefined) throw new Error("no media");
  return found;
}

describe("pictures as written by", () => {
  it.each(SHAPES)("%s", (_writer, part) => {
    const found = media(readMessage({ role: "user", content: [{ type: "text", text: "look" }, part] }).parts);
    expect(lookOf(found)).toMatchObject({ as: "picture", isLeft: false, head: { type: "image/png", width: 40, height: 30 } });
    expect(mediaWords(found, lookOf(found))).toBe("PNG · 40 × 30 · 33 B");
  });

  it("Ollama, beside the text", () => {
    expect(lookOf(media(readMessage({ role: "user", content: "look", images: [DATA] }).parts)).as).toBe("picture");
  });
});

describe("pictures in what a tool gave back", () => {
  const picture = { type: "image", data: DATA, mimeType: "image/png" };
  it.each<readonly [string, Json, readonly string[]]>([
    ["a list of parts", [{ type: "text", text: "the page" }, picture], ["text", "media"]],
    ["MCP's box, with what else it holds", { content: [picture], structuredContent: { title: "Home" }, isError: false }, ["media", "other"]],
    ["the AI SDK's box", { type: "content", value: [{ type: "image-data", data: DATA, mediaType: "image/png" }] }, ["media"]],
    ["a screenshot of OpenAI's", { type: "computer_screenshot", image_url: ADDRESS }, ["media"]],
  ])("%s", (_what, value, types) => {
    expect(mediaParts(value)?.map(({ type }) => type)).toEqual(types);
  });

  it.each<readonly [string, Json]>([
    ["a record of a document", { type: "document", title: "a", url: "https://example.com/a" }],
    ["a file of text", [{ type: "file", file: { path: "a.ts", content: "export {}" } }]],
    ["text alone", [{ type: "text", text: "x" }]],
    ["an object called image", { image: { id: 3, name: "x" } }],
    ["nothing", null],
  ])("none in %s", (_what, value) => {
    expect(mediaParts(value)).toBeUndefined();
  });
});

describe("what is no picture to show", () => {
  const html = toBase64(new TextEncoder().encode("<!doctype html><script>alert(1)</script>"));
  const svg = toBase64(new TextEncoder().encode("<svg xmlns='http://www.w3.org/2000/svg'/>"));
  it.each<readonly [string, Json, object]>([
    ["is elsewhere", { type: "image_url", image_url: { url: "https://example.com/x.png" } }, { as: "words", reason: "not fetched: this page makes no requests" }],
    ["is a file of the provider", { type: "input_image", file_id: "file-7" }, { as: "words", reason: "not fetched: this page makes no requests" }],
    ["was kept beside the trace", { $blob: "ab".repeat(32), bytes: 70, media_type: "image/jpeg" }, { as: "words", reason: "kept beside the trace, as abababababab… in its folder of blobs" }],
    ["was kept beside the trace as a long text", { type: "image_url", image_url: { url: { $blob: "ab".repeat(32), bytes: 900, head: ADDRESS } } }, { as: "words", reason: "kept beside the trace, as abababababab… in its folder of blobs" }],
    ["was left out by the recorder", { type: "image_url", image_url: { url: { $truncated: "size", type: "string", head: ADDRESS, bytes: 99 } } }, { as: "words", reason: "left out by the recorder: it was larger than the bound" }],
    ["was redacted in part", { type: "image", mimeType: "image/png", data: `${DATA}[OPENAI_KEY:3f9a2c1d04]` }, { as: "words", reason: "not shown: a part of its data was redacted" }],
    ["is no base64", { type: "image", mimeType: "image/png", data: "%%%" }, { as: "words", reason: "not shown: its data are no base64" }],
    ["is a drawing that is a program", { type: "image", mimeType: "image/svg+xml", data: svg }, { as: "text" }],
    ["is a page", { type: "file", mediaType: "text/html", data: html }, { as: "text" }],
    ["only says that it is a picture", { type: "image", mimeType: "image/png", data: html }, { as: "words", reason: "not shown: its bytes are no PNG, JPEG, GIF, WebP, AVIF or BMP" }],
    ["has too many pixels", { type: "image", mimeType: "image/png", data: toBase64(pngHead(100_000, 100_000)) }, { as: "words", reason: "not shown: 100,000 × 100,000 pixels are too many" }],
    ["has too much data", { type: "image", mimeType: "image/png", data: DATA.padEnd(20_000_001, "A") }, { as: "words", reason: "not shown: more than 20.0 MB of base64" }],
    ["is a sound", { type: "input_audio", input_audio: { data: "AAAA", format: "wav" } }, { as: "words", reason: "" }],
  ])("because it %s", (_why, part, look) => {
    expect(lookOf(media(readContent(part)))).toEqual(look);
  });
});

describe("a text that is a picture", () => {
  it("is known by its bytes", () => {
    expect(pictureOfText(ADDRESS)).toMatchObject({ data: DATA, mediaType: "image/png" });
    expect(pictureOfText(DATA)).toMatchObject({ data: DATA });
    for (const text of ["iVBORw0KGgo, as they say", "BM", "AAAA".repeat(40), "Qk".repeat(60), "data:image/svg+xml;base64,PHN2Zy8+", "data:text/plain;base64,AAAA", ""]) expect(pictureOfText(text)).toBeUndefined();
  });
});

describe("room for pictures", () => {
  it("is kept by their size, neither too large nor too small to press", () => {
    expect(boxOf({ type: "image/png", width: 1280, height: 720 })).toEqual({ width: 320, height: 180 });
    expect(boxOf({ type: "image/png", width: 100, height: 4000 })).toEqual({ width: 24, height: 200 });
    expect(boxOf({ type: "image/png", width: 60, height: 40 })).toEqual({ width: 60, height: 40 });
    expect(fitIn({ width: 1, height: 2 }, { width: 24, height: 24 }, 12)).toEqual({ x: 6, y: 0, width: 12, height: 24 });
    expect(fitIn({ width: 640, height: 320 }, { width: 320, height: 200 }, 12)).toEqual({ x: 0, y: 20, width: 320, height: 160 });
  });
});
