/** Events of a long run that are looked at first, so that something is on screen soon. */
const FIRST_EVENTS = 20_000;

/** What an answer says of how much of a run it rests on. */
interface Coverage {
  readonly read: number;
  readonly events: number;
}

/** How much of a run to ask about next: its first part, and all that can be read once the answer about a part is there. */
export function nextPart(answer: Coverage | null): { readonly most?: number } {
  return answer === null || (answer.read === answer.events && answer.read <= FIRST_EVENTS) ? { most: FIRST_EVENTS } : {};
}
