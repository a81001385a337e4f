import { describe, expect, it } from "vitest";
import { fromFragment, NO_LINK, toFragment } from "../../../viewer/model/url.ts";

const LINK = { ...NO_LINK, trace: "0123456789abcdef", session: "s 1", event: "e&=#1", lens: "replay", query: "größer", hiddenKinds: ["log", "x y"].slice(0, 1), range: [1, 2] as const, stops: ["cost > 0.05", 'text ~ "a=b&c"'] };

describe("the address", () => {
  it("comes back as it went, in every member", () => {
    expect(fromFragment(toFragment(LINK))).toEqual(LINK);
  });

  it("tells the usual stops, none and a list apart", () => {
    for (const stops of [null, [], ["failing"]]) expect(fromFragment(toFragment({ ...LINK, stops })).stops).toEqual(stops);
    expect(toFragment(NO_LINK)).toBe("");
  });

  it("a key that makes no sense fails alone", () => {
    const read = fromFragment("v=1&t=zzz&e=e1&range=9+1&tab=%E0%A4%A&stop=failing&new=1");
    expect(read).toEqual({ ...NO_LINK, event: "e1", stops: ["failing"] });
  });

  it("of a newer version is not guessed at", () => {
    expect(fromFragment("v=2&e=e1")).toEqual(NO_LINK);
  });
});
