import fc from "fast-check";
import { expect, test } from "vitest";
import { IdMap } from "../../../viewer/engine/id-map.ts";

const bytesOf = (text: string): Uint8Array => new TextEncoder().encode(text);

test("an id leads to the first row that bore it, whatever came before, between and after", () => {
  fc.assert(
    fc.property(fc.array(fc.option(fc.string({ maxLength: 3 }), { freq: 6 }), { maxLength: 3000, size: "max" }), fc.array(fc.nat(5000), { maxLength: 3 }), (ids, rooms) => {
      const map = new IdMap();
      const rowOf = new Map<string, number>();
      for (const [row, id] of ids.entries()) {
        if (row % 997 === 0) map.reserve(rooms[row / 997] ?? 0);
        if (id === null) continue;
        const bytes = bytesOf(id);
        expect(map.add(bytes, 0, bytes.length, row)).toBe(rowOf.get(id) ?? -1);
        if (!rowOf.has(id)) rowOf.set(id, row);
      }
      for (const [id, row] of rowOf) expect(map.find(bytesOf(id), 0, bytesOf(id).length)).toBe(row);
      expect(map.find(bytesOf("not there"), 0, 9)).toBe(-1);
    }),
    { numRuns: 60 },
  );
});
