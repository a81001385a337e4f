import type { LeftPicture } from "../../engine/contracts/pictures.ts";
import type { EngineClient } from "../../state/engine-client.ts";
import type { PictureWantedEvent } from "../kit/picture-wanted.ts";

/** Hands pictures that an answer of the engine left in the file to the elements that show them. */
export function answerFrom(client: EngineClient, left: readonly LeftPicture[]): (event: PictureWantedEvent) => void {
  return (event) => {
    const found = left.find(({ mark }) => mark === event.mark);
    if (found === undefined) return;
    event.answer = client.tryAsk("picture", found.row, found.start, found.length).then((result) => (result.ok ? result.value : result.error.cause));
  };
}
