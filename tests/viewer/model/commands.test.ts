import { describe, expect, it } from "vitest";
import { KeyMap, type Command, type KeyPress } from "../../../viewer/model/commands.ts";

const command = (id: string, keys: readonly string[], given: Partial<Command> = {}): Command => ({ id, title: id, group: "", keys, run: () => {}, ...given });
const press = (key: string, given: Partial<KeyPress> = {}): KeyPress => ({ key, ctrl: false, meta: false, alt: false, shift: false, ...given });

describe("keys", () => {
  const keys = new KeyMap([command("first", ["g g"]), command("search", ["/", "Mod+F"], { whileTyping: true }), command("later", ["b"], { isReady: () => false }), command("bookmark", ["b", "Mod+B"])]);

  it("that write something are left to the field a person types in", () => {
    expect(keys.find(press("/"), false, 0)?.id).toBe("search");
    expect(keys.find(press("/"), true, 0)).toBeUndefined();
    expect(keys.find(press("f", { ctrl: true }), true, 0)?.id).toBe("search");
    expect(keys.find(press("b", { meta: true }), true, 0)).toBeUndefined();
  });

  it("mean the first command that is ready", () => {
    expect(keys.find(press("b"), false, 0)?.id).toBe("bookmark");
  });

  it("in pairs must follow one another in time", () => {
    expect(keys.find(press("g"), false, 0)).toBeUndefined();
    expect(keys.find(press("g"), false, 500)?.id).toBe("first");
    expect(keys.find(press("g"), false, 2000)).toBeUndefined();
  });
});
