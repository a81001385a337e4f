import { appendFileSync } from "node:fs";
import { setTimeout as sleep } from "node:timers/promises";
import { createRecorder, traceAgent, traceLlm, TraceContext, traceTool } from "../../../sdk/index.ts";

/** What goes on from round to round. */
export interface State {
  readonly round: number;
  readonly messages: readonly { readonly role: string; readonly content: string }[];
}

/** What may be different from the recorded agent. */
export interface Variant {
  readonly question?: string;
  /** Called for every call made for real. */
  readonly onCall?: (name: string) => void;
  /** Kills the process in the middle of this round's tools. */
  readonly killInRound?: number;
  readonly rounds?: number;
  readonly recorder?: ReturnType<typeof createRecorder>;
}

const CITIES = ["Oslo", "Rome", "Kyiv"];

/**
 * An agent that asks a streaming model, then calls three tools at once which take a random time each, writes down what
 * they say in the order it comes, and sets a checkpoint: some rounds of it. One tool calls another tool.
 */
export function weatherAgent({ question = "Where is it warmest?", onCall = () => undefined, killInRound = -1, rounds = 4, recorder }: Variant = {}): (state?: State) => Promise<string> {
  const ask = traceLlm(
    async function* ask(request: { readonly messages: State["messages"] }) {
      onCall("model");
      for (const word of `Round with ${request.messages.length} messages: compare the cities.`.split(" ")) {
        await sleep(Math.random() * 3);
        yield `${word} `;
      }
    },
    { model: "scripted-1" },
  );
  const station = traceTool(async function station(city: string) {
    onCall("station");
    await sleep(Math.random() * 4);
    return city.length * 3;
  });
  const weather = traceTool(
    async function weather({ city, round }: { readonly city: string; readonly round: number }) {
      onCall("weather");
      if (round === killInRound && city === "Rome") process.kill(process.pid, "SIGKILL");
      await sleep(Math.random() * 8);
      const degrees = await station(city);
      if (city === "Kyiv" && round === 1) throw Object.assign(new RangeError("sensor out of range"), { code: "E_SENSOR" });
      return { city, degrees: degrees + round };
    },
    { sideEffects: false },
  );
  return traceAgent(
    async function weather_agent(state: State = { round: 0, messages: [{ role: "user", content: question }] }) {
      const ctx = TraceContext.current();
      let { round } = state;
      const messages = [...state.messages];
      for (; round < rounds; round++) {
        let said = "";
        for await (const piece of ask({ messages: [...messages] })) said += piece;
        messages.push({ role: "assistant", content: said });
        const now = round;
        await Promise.all(
          CITIES.map(async (city) => {
            const result = await weather({ city, round: now }).then((found) => `${found.city}: ${found.degrees}`, (error: unknown) => `${city}: ${String(error)}`); // prettier-ignore
            messages.push({ role: "tool", content: result });
          }),
        );
        ctx?.recordDecision({ reasoning: said, chosenAction: `go on to round ${round + 1}` });
        ctx?.checkpoint({ round: round + 1, messages } satisfies State);
      }
      return messages.map(({ content }) => content).join("|");
    },
    { framework: "custom", task: "weather", recorder },
  );
}

/** Notes each call made for real in a file, so that a killed process has told of its own. */
export function noteIn(file: string): (name: string) => void {
  return (name) => appendFileSync(file, `${name}\n`);
}
