import { beforeEach, describe, expect, it } from "vitest";
import { SqlPanel } from "../../../../viewer/ui/sql/sql-panel.ts";
import type { App } from "../../../../viewer/state/app.ts";
import { appWith, until } from "../app-support.ts";
import { inside, press, show, visibleText } from "../support.ts";

describe("the SQL lens", () => {
  let panel: SqlPanel;
  let app: App;

  beforeEach(async () => {
    const host = document.createElement("div");
    panel = new SqlPanel();
    app = await appWith(host, [{ seq: 0, id: "a", kind: "log", session: "s", time_unix_us: 1 }]);
    host.append(panel);
    await show(host, { width: 760, height: 500 });
    await until(() => visibleText(panel).includes("tokens_in"));
  });

  it("shows what can be asked about before anything was asked", () => {
    expect(visibleText(panel)).toContain("payloads");
    expect(inside(panel, "select").textContent).toContain("Events by kind");
  });

  it("completes the word at the cursor by key", async () => {
    const editor = inside<HTMLTextAreaElement>(panel, "textarea");
    await press(editor, "SELECT tokens_o");
    expect(inside(panel, ".offers").textContent).toContain("tokens_out");
    await press(editor, "{Tab}");
    expect(editor.value).toBe("SELECT tokens_out");
  });

  it("shows a table whose rows lead to their events, and texts as they are", async () => {
    app.sql.result.set({ columns: [{ name: "row", type: "" }, { name: "name", type: "" }], rows: [[0, "<img src=x onerror=alert(1)>"]], cut: false, elapsedMs: 2 });
    await until(() => visibleText(panel).includes("onerror"));
    expect(panel.shadowRoot?.querySelector("img")).toBeNull();
    inside(panel, "td .link").click();
    expect(app.store.row.get()).toBe(0);
  });

  it("says why a statement cannot be run", async () => {
    const editor = inside<HTMLTextAreaElement>(panel, "textarea");
    await press(editor, "DROP TABLE events");
    await press(editor, "{Escape}{Control>}{Enter}{/Control}");
    await until(() => panel.shadowRoot?.querySelector("[role=alert]") !== null);
    expect(inside(panel, "[role=alert]").textContent).toContain("only reads");
  });
});
