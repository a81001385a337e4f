import { spawn } from "node:child_process";
import { appendFileSync, copyFileSync, existsSync, readdirSync, readFileSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { basename, join } from "node:path";
import { gunzipSync, gzipSync } from "node:zlib";
import { expect, test } from "vitest";
import { COMMANDS } from "../../../sdk/cli/commands/index.ts";
import { helpOf } from "../../../sdk/cli/help.ts";
import { createRecorder, TraceContext } from "../../../sdk/index.ts";
import { cliDocs } from "../../../scripts/cli-docs.ts";
import { DATA, HAS_DATA } from "../../format/importers/data.ts";
import { temporaryFolder } from "../support.ts";
import { lines, trace, useCli } from "./support.ts";

const ROOT = join(import.meta.dirname, "../../..");

const { peek, path } = useCli();

test("without a command, and with --help everywhere, it teaches: summary, options, examples", () => {
  const { code, out } = peek();
  expect(code).toBe(0);
  for (const { summary } of COMMANDS) expect(out).toContain(summary);
  for (const command of COMMANDS) {
    const help = helpOf(command);
    expect(command.examples.length).toBeGreaterThan(0);
    for (const [example] of command.examples) expect(help).toContain(example);
    for (const option of Object.keys(command.options)) expect(help).toContain(`--${option}`);
  }
  expect(peek("verify", "--help").out).toBe(helpOf(COMMANDS.find(({ name }) => name === "verify") as (typeof COMMANDS)[number]));
});

test("wrong calls end with code 2 and say what to do", () => {
  for (const [args, says] of [[["shwo"], "Did you mean peek show?"], [["show"], "Name a file"], [["show", "--nope", "x"], "peek show --help"], [["show", "x", "--limit", "many"], "whole number"], [["cost", "x", "--by", "hair"], "It takes one of"]] as const) {
    const { code, err, out } = peek(...args);
    expect([code, out]).toEqual([2, ""]);
    expect(err).toContain(says);
  }
});

test("files that are not there, empty, or no trace end with code 3, cause, place and next step", () => {
  const dir = temporaryFolder();
  const [empty, prose] = [join(dir, "empty.peek.jsonl"), join(dir, "prose.txt")];
  writeFileSync(empty, "");
  writeFileSync(prose, "Dear diary, nothing happened today.\n");
  for (const [path, says] of [[join(dir, "gone.peek.jsonl"), "no such file"], [empty, "empty"], [prose, "no trace"], [dir, "1 line|no trace|empty"]] as const) {
    const { code, err } = peek("show", path);
    expect(code).toBe(3);
    expect(err).toMatch(new RegExp(says));
    expect(err.trim().split("\n").length).toBeGreaterThanOrEqual(2);
  }
});

test("show lists events as JSON when piped, filtered, and one event whole", () => {
  const file = trace();
  const all = lines(peek("show", file));
  expect(all.map(({ kind }) => kind)).toEqual(["agent_start", "tool_call", "tool_result", "llm_request", "llm_response", "tool_call", "tool_result", "agent_end"]);
  expect(lines(peek("show", file, "--errors")).map(({ error_class: errorClass }) => errorClass)).toEqual(["TypeError"]);
  expect(lines(peek("show", file, "--kind", "tool_call", "--tool", "refund"))).toHaveLength(1);
  expect(lines(peek("show", file, "--event", String(all[1]?.["id"]).slice(0, 9)))).toEqual([all[1]]);
  expect(peek("show", file, "--event", "zzz").code).toBe(1);
});

test("search finds text in payloads, and says by its code if there was none", () => {
  const file = trace();
  expect(lines(peek("search", "ADA@example", file))).toHaveLength(1);
  expect(lines(peek("search", "hi ada", file))).toHaveLength(1);
  expect(lines(peek("search", "--regex", "W\\d", file)).length).toBeGreaterThan(1);
  expect(peek("search", "ADA@example", file, "--case").code).toBe(1);
  expect(peek("search", "--regex", "(", file).code).toBe(2);
});

test("verify finds a changed, a missing and an inserted line, a torn tail and damage, each by name", () => {
  const file = trace();
  expect(peek("verify", file)).toMatchObject({ code: 0 });
  const whole = readFileSync(file, "utf8");
  const recorded = whole.trimEnd().split("\n");
  const findings = (text: string): string[] => {
    writeFileSync(file, text);
    const ran = peek("verify", file);
    expect(ran.code).toBe(1);
    return ((lines(ran)[0] as { findings: { code: string }[] }).findings).map(({ code }) => code);
  };
  expect(findings(whole.replace("pending", "shipped"))).toEqual(["chain_broken"]);
  expect(findings(`${recorded.toSpliced(3, 1).join("\n")}\n`)).toEqual(expect.arrayContaining(["chain_broken", "seq_gap"]));
  expect(findings(`${recorded.toSpliced(3, 0, recorded[2] as string).join("\n")}\n`)).toEqual(expect.arrayContaining(["chain_broken", "duplicate_id", "seq_gap"]));
  expect(findings(whole.slice(0, -20))).toEqual(expect.arrayContaining(["bad_json", "torn_tail"]));
});

test("repair keeps every whole line byte for byte, the rest apart, and never writes over a file unasked", () => {
  const file = trace();
  const whole = readFileSync(file, "utf8");
  appendFileSync(file, `garbage\n{"seq":9,"id":"x`);
  expect(peek("repair", file).code).toBe(0);
  expect(readFileSync(file.replace(".peek", ".repaired.peek"), "utf8")).toBe(whole);
  expect(readFileSync(file.replace(".peek.jsonl", ".leftover.txt"), "utf8")).toBe(`garbage\n{"seq":9,"id":"x\n`);
  expect(peek("repair", file)).toMatchObject({ code: 2, err: expect.stringContaining("--force") as string });
});

test("pack and unpack give the lines back, and packed traces are read like plain ones", () => {
  const file = trace();
  expect(peek("pack", file).code).toBe(0);
  const arrow = file.replace(".jsonl", ".arrow");
  const back = join(temporaryFolder(), "back.peek.jsonl");
  expect(peek("unpack", arrow, "--out", back).code).toBe(0);
  expect(readFileSync(back, "utf8")).toBe(readFileSync(file, "utf8"));
  writeFileSync(`${file}.gz`, gzipSync(readFileSync(file)));
  expect(lines(peek("show", arrow))).toEqual(lines(peek("show", `${file}.gz`)));
  expect(peek("unpack", file).code).toBe(2);
});

test("redact counts on a dry run, then writes a copy that is whole, chained anew and clean", () => {
  const file = trace();
  const dry = lines(peek("redact", file, "--dry-run"))[0];
  expect(dry?.["found"]).toEqual(expect.arrayContaining([{ label: "EMAIL", count: 1 }, { label: "OPENAI_KEY", count: 1 }]));
  expect(existsSync(file.replace(".peek", ".redacted.peek"))).toBe(false);
  expect(peek("redact", file, "--names", "Refund").code).toBe(0);
  const copy = file.replace(".peek", ".redacted.peek");
  expect(readFileSync(copy, "utf8")).not.toMatch(/ada@example|sk-proj-|Refund/);
  expect(peek("verify", copy).code).toBe(0);
  expect(lines(peek("show", copy)).map(({ id }) => id)).toEqual(lines(peek("show", file)).map(({ id }) => id));
  expect(peek("redact", file, "--only", "hair", "--dry-run").code).toBe(2);
});

test("blobs are redacted too, under the hash of what they hold now", () => {
  const file = join(temporaryFolder(), "blobs.peek.jsonl");
  const recorder = createRecorder({ file, redact: false, blobThreshold: 100, enabled: true });
  TraceContext.run({ recorder }, (ctx) => ctx.log("x", { data: `${"long ".repeat(50)} ada@example.com` }));
  expect(peek("redact", file).code).toBe(0);
  const copy = file.replace(".peek", ".redacted.peek");
  const [blob = ""] = readdirSync(`${copy}.blobs`);
  expect(readFileSync(join(`${copy}.blobs`, blob), "utf8")).not.toContain("ada@example");
  expect(readFileSync(copy, "utf8")).toContain(blob);
});

/** A trace that names a text and a picture kept beside it. */
function withBlobs(): { readonly file: string; readonly text: string; readonly folder: string; readonly hashes: readonly string[] } {
  const file = join(temporaryFolder(), "blobs.peek.jsonl");
  const text = `${"long ".repeat(50)} ada@example.com`;
  const recorder = createRecorder({ file, redact: false, blobThreshold: 100, enabled: true });
  TraceContext.run({ recorder }, (ctx) => ctx.log("x", { data: { text, picture: Buffer.from([0x89, 0x50, 0xff, ...Array.from({ length: 200 }, (_, at) => at)]) } }));
  const hashes = [...readFileSync(file, "utf8").matchAll(/"\$blob":"([0-9a-f]{64})"/g)].map(([, hash = ""]) => hash);
  return { file, text, folder: `${file}.blobs`, hashes };
}

test("a page takes along what lies beside the trace, and nothing that is not what its name says", () => {
  const { file, text, folder, hashes } = withBlobs();
  const viewer = join(folder, "../viewer.html");
  writeFileSync(viewer, '<html><script type="module">boot()</script></html>');
  const out = join(folder, "../page.html");
  const page = (): { readonly err: string; readonly html: string; readonly blobs: readonly (readonly [string, Buffer])[] } => {
    const { code, err } = peek("html", file, "--viewer", viewer, "--out", out, "--force");
    expect(code).toBe(0);
    const written = readFileSync(out, "utf8");
    return { err, html: written, blobs: [...written.matchAll(/id="peek-blob-\d+" data-name="([^"]+)">([^<]+)</g)].map(([, name = "", packed = ""]) => [name, gunzipSync(Buffer.from(packed, "base64"))] as const) };
  };
  const all = page();
  expect(all.blobs.map(([name]) => name)).toEqual(hashes.map((hash) => `blobs.peek.jsonl.blobs/${hash}`));
  expect(all.blobs.map(([, bytes]) => bytes)).toEqual(hashes.map((hash) => readFileSync(join(folder, hash))));
  expect(all.blobs.some(([, bytes]) => bytes.toString() === text)).toBe(true);
  expect([all.err, all.html.includes("data-left-out")]).toEqual(["", false]);
  const [first = "", second = ""] = hashes;
  const secret = join(folder, "../secret.txt");
  writeFileSync(secret, "of this computer");
  rmSync(join(folder, first));
  symlinkSync(secret, join(folder, first));
  writeFileSync(join(folder, second), "something else");
  const none = page();
  expect(none.blobs).toEqual([]);
  const says = "2 values kept beside the trace are not in this page: 2 not found there";
  expect([none.err.includes(says), none.html.includes(`data-left-out="${says}"`)]).toEqual([true, true]);
});

test("a page of a redacted copy holds neither addresses nor pictures", () => {
  const { file, folder } = withBlobs();
  const redacted = peek("redact", file);
  expect(redacted.err).toContain("1 binary value kept beside the trace left out");
  const copy = file.replace(".peek", ".redacted.peek");
  expect(readdirSync(`${copy}.blobs`)).toHaveLength(1);
  const viewer = join(folder, "../viewer.html");
  writeFileSync(viewer, '<html><script type="module">boot()</script></html>');
  const ran = peek("html", copy, "--viewer", viewer, "--out", join(folder, "../page.html"));
  expect(ran.err).toContain("1 value kept beside the trace is not in this page");
  const packed = [...readFileSync(join(folder, "../page.html"), "utf8").matchAll(/id="peek-blob-\d+"[^>]*>([^<]+)</g)].map(([, text = ""]) => gunzipSync(Buffer.from(text, "base64")).toString());
  expect(packed).toEqual([expect.stringContaining("[EMAIL:")]);
  expect(packed[0]).not.toContain("ada@example");
});

test("stats and cost add up, by list price where the trace names no cost, with one's own prices first", () => {
  const file = trace();
  const stats = lines(peek("stats", file))[0] as { runs: { outcome: string; costUsd: number }[]; tools: { name: string; errors: number }[]; errors: Record<string, number> };
  expect(stats.runs).toMatchObject([{ outcome: "ok", costUsd: 2.5 }]);
  expect(stats.tools.map(({ name, errors }) => [name, errors])).toEqual(expect.arrayContaining([["get_order", 0], ["refund", 1]]));
  expect(stats.errors).toEqual({ TypeError: 1 });
  const prices = join(temporaryFolder(), "prices.json");
  writeFileSync(prices, JSON.stringify({ "gpt-4o": { input: 7, output: 0 } }));
  expect(lines(peek("cost", file, "--prices", prices))).toMatchObject([{ name: "gpt-4o", costUsd: 7, derivedUsd: 7 }]);
  writeFileSync(prices, "{}}");
  expect(peek("cost", file, "--prices", prices)).toMatchObject({ code: 2 });
});

test("export writes other formats, to a file or to standard output", () => {
  const file = trace();
  expect(peek("export", "markdown", file, "--out", "-").out).toContain("Refund");
  expect(peek("export", "csv", file).code).toBe(0);
  expect(readdirSync(join(file, "..")).some((name) => name.endsWith(".csv"))).toBe(true);
  expect(peek("export", "papyrus", file)).toMatchObject({ code: 2 });
});

test("tail -f shows each new event once its line is whole", async () => {
  const file = trace();
  const child = spawn(process.execPath, [path(), "tail", "-f", "-n", "1", file], { stdio: ["ignore", "pipe", "inherit"] });
  let out = "";
  const seen = (text: string): Promise<void> =>
    new Promise((resolve) => {
      const look = (chunk: string | Buffer): void => {
        out += chunk.toString();
        if (out.includes(text)) resolve(child.stdout.off("data", look) && undefined);
      };
      child.stdout.on("data", look);
      look("");
    });
  await seen("agent_end");
  const line = readFileSync(file, "utf8").split("\n")[2] ?? "";
  appendFileSync(file, line.replace(/"id":"\w+"/, `"id":"feedfacefeedface"`).slice(0, 60));
  appendFileSync(file, `${line.replace(/"id":"\w+"/, `"id":"feedfacefeedface"`).slice(60)}\n`);
  await seen("feedfacefeedface");
  child.kill();
  expect(out.trim().split("\n")).toHaveLength(2);
});

test("every broken sample is answered without a crash, each with its own line", () => {
  const broken = join(ROOT, "samples/broken");
  const ran = peek("verify", broken);
  expect(ran.code).toBe(1);
  const found = new Map(lines(ran).map((line) => [basename(line["file"] as string), (line["findings"] as { code: string; message: string }[]).map(({ code }) => code)]));
  expect(found.size).toBe(readdirSync(broken).filter((name) => name.endsWith(".jsonl")).length);
  expect(JSON.stringify(lines(ran))).not.toContain("the command failed");
  expect(Object.fromEntries(["torn-tail", "duplicate-ids", "lost-lines", "from-the-future", "empty"].map((name) => [name, found.get(`${name}.peek.jsonl`)]))).toMatchObject({
    "torn-tail": expect.arrayContaining(["torn_tail"]) as string[],
    "duplicate-ids": expect.arrayContaining(["duplicate_id"]) as string[],
    "lost-lines": expect.arrayContaining(["seq_gap"]) as string[],
    "from-the-future": expect.arrayContaining(["newer_version"]) as string[],
    empty: ["unreadable"],
  });
});

test("traces of older versions are read as what they mean now", () => {
  const old = join(ROOT, "samples/old");
  expect(peek("verify", old).code).toBe(0);
  expect(lines(peek("show", old)).every(({ kind }) => typeof kind === "string")).toBe(true);
});

test.skipIf(!HAS_DATA)("foreign recordings are imported, and read directly by the other commands", () => {
  const dir = temporaryFolder();
  const source = join(DATA, "tau-bench/historical_trajectories/gpt-4o-airline.json");
  const out = join(dir, "tau.peek.jsonl");
  const imported = peek("import", source, "--out", out);
  expect(imported.code).toBe(0);
  expect(lines(imported)[0]?.["imports"]).toMatchObject([{ importer: "chat", skipped: 0 }]);
  expect(peek("verify", out).code).toBe(0);
  const copied = join(dir, basename(source));
  copyFileSync(source, copied);
  const runs = (path: string): unknown[] => (lines(peek("stats", path))[0] as { runs: unknown[] }).runs;
  expect(runs(copied)).toHaveLength(200);
  expect(runs(out)).toHaveLength(200);
});

test("the page about the commands is what their help says", () => {
  expect(readFileSync(join(ROOT, "docs/cli.md"), "utf8")).toBe(cliDocs());
});

test("a page takes notes along, and refuses what are none", () => {
  const file = trace();
  const [viewer, notes, none] = ["viewer.html", "run.peek-notes.json", "none.json"].map((name) => join(file, "..", name)) as [string, string, string];
  writeFileSync(viewer, '<html><script type="module">boot()</script></html>');
  writeFileSync(notes, '{"peek_notes":1,"entries":[]}');
  writeFileSync(none, "{}");
  const out = join(file, "../page.html");
  expect(peek("html", file, "--viewer", viewer, "--notes", notes, "--out", out).code).toBe(0);
  const page = readFileSync(out, "utf8");
  const packed = /id="peek-notes" data-name="run.peek-notes.json">([^<]+)</.exec(page)?.[1] ?? "";
  expect(gunzipSync(Buffer.from(packed, "base64")).toString()).toBe('{"peek_notes":1,"entries":[]}');
  for (const [given, says] of [[none, "it holds no notes"], [`${none}.gone`, "the notes cannot be read"]] as const) {
    const { code, err } = peek("html", file, "--viewer", viewer, "--notes", given, "--out", out, "--force");
    expect([code === 0, err.includes(says), err.includes("NAME.peek-notes.json")]).toEqual([false, true, true]);
  }
});
