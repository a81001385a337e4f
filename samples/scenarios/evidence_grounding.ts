import { TraceContext, type RecordedEvent } from "../../sdk/index.ts";
import { Chat } from "./support/chat.ts";
import { GPT, lines, ScriptedModel } from "./support/model.ts";
import { utc, type Scenario, type Stage } from "./support/stage.ts";

const TASK = "How long is the warranty on the seals of pump P-200, bought in March 2024?";

interface Document {
  readonly id: string;
  readonly title: string;
  readonly text: string;
}

const LIBRARY: readonly Document[] = [
  { id: "doc-17", title: "P-200 data sheet, rev. C", text: "Warranty: 36 months on housing and motor." },
  { id: "doc-41", title: "General terms 2023", text: "Wearing parts, seals included, carry a warranty of 24 months from delivery." },
  { id: "doc-58", title: "P-300 data sheet", text: "Warranty: 48 months on housing, motor and seals." },
];

/** Documents with most words of the query, best first. */
function search(query: string): readonly (Document & { readonly score: number })[] {
  const words = query.toLowerCase().split(/\W+/);
  const scored = LIBRARY.map((document) => ({ ...document, score: words.filter((word) => word.length > 3 && `${document.title} ${document.text}`.toLowerCase().includes(word)).length / words.length }));
  return scored.filter(({ score }) => score > 0).toSorted((a, b) => b.score - a.score);
}

interface Claim {
  readonly months: number;
  readonly document: string;
}

/** A claim is grounded if the document it cites has the number and speaks of seals. */
function verify(ctx: TraceContext, claim: Claim, grounds: RecordedEvent, decided: RecordedEvent): boolean {
  const text = LIBRARY.find(({ id }) => id === claim.document)?.text ?? "";
  const isGrounded = text.includes(`${claim.months} months`) && text.toLowerCase().includes("seals");
  ctx.recordSafetyCheck({
    policy: "citation-check",
    outcome: isGrounded ? "passed" : "failed",
    severity: isGrounded ? "low" : "medium",
    rationale: isGrounded ? `${claim.document} says it of seals` : `${claim.document} says ${claim.months} months, but of housing and motor, not of seals`,
    upstream: [decided],
    evidence: [{ source: claim.document, content: text, event: grounds }],
  });
  return isGrounded;
}

const script = lines(
  JSON.stringify({ months: 36, document: "doc-17" }),
  JSON.stringify({ months: 24, document: "doc-41" }),
);

async function run({ recorder, clock }: Stage): Promise<void> {
  await TraceContext.run({ recorder, agentName: "warranty-researcher", title: "Warranty on the seals of P-200", framework: "custom", task: "support/warranty", input: TASK }, async (ctx) => {
    const chat = new Chat(ctx, new ScriptedModel(GPT, clock, script), "Answer from the documents alone. Reply as JSON: {months, document}.");
    chat.user(TASK);
    const queries = ["P-200 warranty months", "warranty of seals and wearing parts"];
    for (const [attempt, query] of queries.entries()) {
      const documents = search(query);
      await clock.sleep(120);
      const found = ctx.recordRetrieval({ query, documents: [...documents], name: "library search", durationMs: 120 });
      chat.note(`Documents: ${JSON.stringify(documents)}`);
      const answer = await chat.ask();
      const claim = JSON.parse(answer.text) as Claim;
      const decided = ctx.recordDecision({
        reasoning: attempt === 0 ? "The data sheet of the pump names a warranty." : "Seals are wearing parts; the general terms rule them, not the data sheet.",
        chosenAction: `answer: ${claim.months} months`,
        confidence: attempt === 0 ? 0.71 : 0.94,
        alternatives: [{ action: attempt === 0 ? "look for terms on wearing parts" : "answer: 36 months", reasonRejected: attempt === 0 ? "the data sheet seemed enough" : "doc-17 speaks of housing and motor" }],
        evidence: [{ source: claim.document, content: LIBRARY.find(({ id }) => id === claim.document)?.text, event: found }, found],
        upstream: [answer.event],
      });
      if (!verify(ctx, claim, found, decided)) {
        chat.note("The citation does not support the claim: it does not speak of seals. Look again.");
        continue;
      }
      ctx.recordAgentTurn({ agent: "warranty-researcher", to: "user", turn: 1, content: "24 months from delivery (General terms 2023): it ends in March 2026.", upstream: [decided] });
      ctx.setResult({ outcome: "passed", score: 1, output: claim, expected: { months: 24 } });
      return;
    }
  });
}

export const evidenceGrounding: Scenario = {
  name: "evidence_grounding",
  group: "decision",
  title: "A claim without grounds, then one with",
  question: "What does the final answer rest on?",
  answer: { kind: "decision", says: "Seals are wearing parts" },
  startUnixUs: utc(2025, 11, 6, 13, 2),
  run,
};
