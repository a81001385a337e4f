import { describe, expect, it } from "vitest";
import { markText } from "../../../../format/pictures/mark.ts";
import type { MediaPart } from "../../../../viewer/model/media.ts";
import { Picture } from "../../../../viewer/ui/kit/picture.ts";
import { PictureWantedEvent } from "../../../../viewer/ui/kit/picture-wanted.ts";
import { bmp, pngHead, toBase64 } from "../../../support/pictures.ts";
import { until } from "../app-support.ts";
import { inside, press, settled, show, visibleText } from "../support.ts";

const MARK = { type: "image/bmp", width: 400, height: 300, units: 480_076, digits: "0123456789abcdef" };

function media(data: string): MediaPart {
  return { type: "media", mediaType: "image/bmp", bytes: Math.floor((data.length * 3) / 4), place: "", data, absent: "" };
}

async function shown(data: string, size = { width: 390, height: 600 }): Promise<Picture> {
  const picture = new Picture();
  picture.media = media(data);
  return show(picture, size);
}

/** True if the canvas holds a pixel that is not clear. */
function isPainted(canvas: HTMLCanvasElement | null | undefined): boolean {
  if (canvas == null || canvas.width === 0) return false;
  const pixels = canvas.getContext("2d")?.getImageData(0, 0, canvas.width, canvas.height).data ?? new Uint8ClampedArray();
  return pixels.some((value) => value !== 0);
}

const small = (picture: Picture): HTMLCanvasElement | null => picture.renderRoot.querySelector(".frame canvas");
const large = (picture: Picture): HTMLCanvasElement | null => picture.renderRoot.querySelector("modal-dialog canvas");

describe("a picture", () => {
  it("is painted in the room that was kept for it, and says what it is", async () => {
    const picture = await shown(toBase64(bmp(400, 300)));
    const before = inside(picture, ".frame").getBoundingClientRect();
    await until(() => isPainted(small(picture)));
    expect(inside(picture, ".frame").getBoundingClientRect()).toEqual(before);
    expect([small(picture)?.clientWidth, small(picture)?.clientHeight]).toEqual([267, 200]);
    expect(visibleText(picture)).toContain("BMP · 400 × 300 · 360 KB");
    expect(small(picture)?.getAttribute("aria-label")).toBe("Picture recorded in the trace, BMP · 400 × 300 · 360 KB");
  });

  it("shrinks with a narrow pane and keeps its form", async () => {
    const picture = await shown(toBase64(bmp(400, 300)), { width: 150, height: 600 });
    const { width, height } = inside(picture, "canvas").getBoundingClientRect();
    expect(width).toBe(148);
    expect(height / width).toBeCloseTo(200 / 267, 2);
  });

  it("is larger at Enter, at its own size, and closes with Escape; the page's keys rest meanwhile", async () => {
    const picture = await shown(toBase64(bmp(400, 300)));
    await press(inside(picture, ".frame"), "{Enter}");
    await until(() => isPainted(large(picture)));
    expect(large(picture)?.getBoundingClientRect().width).toBe(400);
    let heard = 0;
    const hear = (): void => void heard++;
    window.addEventListener("keydown", hear);
    await press(inside(picture, "modal-dialog .button"), "j{Escape}");
    window.removeEventListener("keydown", hear);
    expect(heard).toBe(0);
    await until(() => large(picture) === null);
    expect(isPainted(small(picture))).toBe(true);
  });

  it("is taken apart only when it comes into sight, and let go when it leaves", async () => {
    const box = document.createElement("div");
    box.style.setProperty("overflow", "auto");
    const above = document.createElement("div");
    above.style.setProperty("height", "3000px");
    const picture = new Picture();
    picture.media = media(toBase64(bmp(400, 300)));
    box.append(above, picture);
    await show(box, { width: 390, height: 400 });
    await settled();
    expect(isPainted(small(picture))).toBe(false);
    box.scrollTop = 3000;
    await until(() => isPainted(small(picture)));
    box.scrollTop = 0;
    await until(() => small(picture)?.width === 0);
    box.scrollTop = 3000;
    await until(() => isPainted(small(picture)));
  });

  it("that cannot be decoded says so", async () => {
    const picture = await shown(toBase64(pngHead(40, 30, 400)));
    await until(() => visibleText(picture).includes("not shown: the browser cannot decode it"));
    expect(small(picture)).toBeNull();
  });
});

describe("a picture that was left in the file", () => {
  it("is asked for when it is in sight, by its mark", async () => {
    const picture = new Picture();
    picture.media = media(markText(MARK));
    const asked: string[] = [];
    picture.addEventListener(PictureWantedEvent.type, (event) => {
      const wanted = event as PictureWantedEvent;
      asked.push(wanted.mark);
      wanted.answer = Promise.resolve(new Blob([bmp(400, 300) as Uint8Array<ArrayBuffer>], { type: "image/bmp" }));
    });
    await show(picture, { width: 390, height: 600 });
    await until(() => isPainted(small(picture)));
    expect(asked).toEqual([markText(MARK)]);
  });

  it("says why it cannot be had", async () => {
    const picture = await shown(markText(MARK));
    await until(() => visibleText(picture).includes("not shown: it is not in this file"));
  });
});
