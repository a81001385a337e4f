import { TraceContext, type RecordedEvent } from "../../sdk/index.ts";
import { Chat } from "./support/chat.ts";
import { ScenarioError } from "./support/failure.ts";
import { GPT, lines, ScriptedModel, type Script } from "./support/model.ts";
import { utc, type Scenario, type Stage } from "./support/stage.ts";
import { Toolbox, type Tool } from "./support/tools.ts";

const TASK = "Book the cheapest flight from New York JFK to San Francisco on 12 November for under 400 dollars. I am flying with one checked bag.";

interface Flight {
  readonly flight: string;
  readonly date: string;
  readonly price: number;
  readonly bag: number;
}

const FLIGHTS: readonly Flight[] = [
  { flight: "B6 615", date: "2025-11-12", price: 309, bag: 40 },
  { flight: "DL 669", date: "2025-11-12", price: 379, bag: 35 },
  { flight: "UA 523", date: "2025-12-11", price: 221, bag: 35 },
];

/** Reads 2025-11-12 as it is and 11/12/2025 the European way: the booking site's own weakness. */
function dateOf(given: string): string {
  const parts = given.split("/");
  return parts.length === 3 ? `${parts[2]}-${parts[1]}-${parts[0]}` : given;
}

function toolsOf(booked: Flight[]): Readonly<Record<string, Tool>> {
  return {
    search_flights: {
      description: "Flights of a day, cheapest first",
      takes: { from: "string", to: "string", date: "string" },
      ms: 640,
      run: ({ date }) => FLIGHTS.filter((flight) => flight.date === dateOf(String(date))).toSorted((a, b) => a.price - b.price),
    },
    book_flight: {
      description: "Book a flight for a price limit",
      takes: { flight: "string", bags: "integer", limit_usd: "number" },
      ms: 1200,
      run: ({ flight, bags, limit_usd: limit }) => {
        const found = FLIGHTS.find((item) => item.flight === flight);
        if (found === undefined) throw new ScenarioError("NotFoundError", `there is no flight ${String(flight)}`);
        const total = found.price + found.bag * Number(bags);
        if (total > Number(limit)) throw new ScenarioError("PriceLimitError", `${found.flight} costs ${total} dollars with ${String(bags)} bag, the limit is ${String(limit)}`);
        booked.push(found);
        return { confirmation: `PNR-${found.flight.replace(" ", "")}`, date: found.date, total };
      },
    },
  };
}

const good: Script = lines(
  { text: "Searching flights on 12 November.", calls: [["search_flights", { from: "JFK", to: "SFO", date: "2025-11-12" }]] },
  { text: "B6 615 is the cheapest.", calls: [["book_flight", { flight: "B6 615", bags: 1, limit_usd: 400 }]] },
  "Booked: B6 615 on 12 November, 349 dollars with your bag.",
);
const bad: Script = lines(
  { text: "Searching flights on 12 November.", calls: [["search_flights", { from: "JFK", to: "SFO", date: "11/12/2025" }]] },
  { text: "UA 523 is the cheapest.", calls: [["book_flight", { flight: "UA 523", bags: 1, limit_usd: 400 }]] },
  "Booked: UA 523 on 12 November, 256 dollars with your bag.",
);

async function attempt({ recorder, clock }: Stage, number: number, script: Script): Promise<void> {
  const booked: Flight[] = [];
  await TraceContext.run({ recorder, agentName: "travel-agent", title: "Book JFK to SFO on 12 November", framework: "custom", task: "travel/jfk-sfo", attempt: number, input: TASK }, async (ctx) => {
    const chat = new Chat(ctx, new ScriptedModel(GPT, clock, script), "You book flights. Never go above the user's limit.", new Toolbox(clock, toolsOf(booked)));
    chat.user(TASK);
    let answer = await chat.ask();
    while (answer.calls.length > 0) {
      for (const call of answer.calls) {
        const { result, event } = await chat.perform(call, answer.event);
        if (call.name === "search_flights") choose(ctx, result as readonly Flight[], event);
      }
      answer = await chat.ask();
    }
    ctx.recordAgentTurn({ agent: "travel-agent", to: "user", turn: 1, content: answer.text, upstream: [answer.event] });
    judge(ctx, booked[0]);
  });
}

function choose(ctx: TraceContext, flights: readonly Flight[], found: RecordedEvent): void {
  const [first, ...others] = flights;
  ctx.recordDecision({
    reasoning: `${first?.flight} costs ${first?.price} dollars, ${(first?.price ?? 0) + (first?.bag ?? 0)} with the bag: below 400.`,
    chosenAction: `book ${first?.flight}`,
    confidence: others.length > 0 ? 0.9 : 0.62,
    alternatives: others.map(({ flight, price }) => ({ action: `book ${flight}`, reasonRejected: `${price} dollars` })),
    evidence: [found],
    upstream: [found],
  });
}

function judge(ctx: TraceContext, booked: Flight | undefined): void {
  const isRight = booked?.date === "2025-11-12";
  ctx.recordSafetyCheck({
    name: "booking matches the task",
    policy: "task-check",
    outcome: isRight ? "passed" : "failed",
    severity: isRight ? "low" : "high",
    rationale: isRight ? "The day, the route and the price are as asked." : `The booking is for ${booked?.date}, asked was 2025-11-12: the search read 11/12/2025 as 11 December.`,
  });
  ctx.setResult({ outcome: isRight ? "passed" : "failed", score: isRight ? 1 : 0, output: booked, expected: { flight: "B6 615", date: "2025-11-12" } });
}

async function run(stage: Stage): Promise<void> {
  await attempt(stage, 0, good);
  await stage.clock.sleep(60_000);
  await attempt(stage, 1, bad);
}

export const successVsFailurePair: Scenario = {
  name: "success_vs_failure_pair",
  group: "error",
  title: "Why one of two equal runs failed",
  question: "What did the failing run do differently?",
  answer: { kind: "tool_call", says: "11/12/2025" },
  startUnixUs: utc(2025, 11, 8, 10, 0),
  run,
};
