import type { Json } from "../../../format/event.ts";
import type { Dice } from "./inject.ts";

const SYNONYMS: readonly (readonly string[])[] = [
  ["find", "look up", "search for", "locate", "get"],
  ["show", "display", "list", "give"],
  ["cheap", "low-cost", "inexpensive", "budget"],
  ["order", "purchase"],
  ["cancel", "call off"],
  ["flight", "plane trip"],
  ["user", "customer", "client"],
  ["details", "information", "data"],
  ["refund", "money back"],
  ["address", "location"],
  ["change", "modify", "update"],
  ["need", "require", "want"],
  ["help", "assistance"],
  ["error", "failure", "problem"],
];
const FILLERS = ["please", "again", "once more", "now", "kindly", "just"];

/** The same arguments said in other words: texts reworded, members in another order, a remark added. Numbers, ids and choices stay. */
export function reword(args: Json, dice: Dice): Json {
  if (typeof args !== "object" || args === null || Array.isArray(args)) return typeof args === "string" ? rewordText(args, dice) : args;
  const members = Object.entries(args).map(([key, value]): [string, Json] => [key, typeof value === "string" ? rewordText(value, dice) : ((value ?? null) as Json)]);
  if (dice.roll(2) === 0) members.reverse();
  if (dice.roll(3) === 0) members.push(["reason", dice.pick(["trying once more", "retrying the lookup", "to double check", "as asked by the customer"])]);
  return Object.fromEntries(members);
}

function rewordText(text: string, dice: Dice): string {
  if (!/\s/.test(text.trim())) return dice.roll(3) === 0 ? text.toUpperCase() : text;
  let words = text.split(/\s+/).map((word) => synonymOf(word, dice));
  const cut = words.findIndex((word, index) => index > 1 && /[,.;]$/.test(word)) + 1;
  if (cut > 0 && cut < words.length && dice.roll(2) === 0) words = [...words.slice(cut), ...words.slice(0, cut)];
  if (dice.roll(2) === 0) words.splice(dice.roll(words.length), 0, dice.pick(FILLERS));
  return dice.roll(2) === 0 ? words.join(" ") : words.join(" ").toLowerCase();
}

function synonymOf(word: string, dice: Dice): string {
  const group = SYNONYMS.find((words) => words.includes(word.toLowerCase().replace(/[^a-z]/g, "")));
  return group === undefined ? word : dice.pick(group);
}

/** Questions asked in five ways by hand, for tools that take free text. */
export const QUESTIONS: readonly (readonly string[])[] = [
  ["weather in Seattle tomorrow", "tomorrow's weather for Seattle", "Seattle weather forecast tomorrow", "what will the weather be in Seattle tomorrow?", "Seattle tomorrow weather"],
  ["cheap hotels near the Eiffel Tower", "budget hotels close to the Eiffel Tower", "inexpensive hotel by Eiffel Tower", "Eiffel Tower cheap hotel nearby", "low cost hotels around the Eiffel Tower"],
  ["how to reset a forgotten Postgres password", "reset forgotten password in Postgres", "Postgres: I forgot the password, how can I reset it", "forgotten Postgres password reset steps", "resetting a Postgres password that was forgotten"],
  ["latest quarterly revenue of Contoso", "Contoso revenue latest quarter", "what was Contoso's most recent quarterly revenue", "quarterly revenue Contoso newest report", "Contoso last quarter revenues"],
  ["return policy for opened headphones", "can opened headphones be returned? policy", "policy on returning opened headphones", "headphones opened return policy", "returns of opened headphones, policy"],
  ["who maintains the billing service", "billing service maintainer", "maintainers of the billing service", "which team maintains billing service", "who is maintaining the billing service?"],
  ["open incidents in the payments cluster", "payments cluster open incidents", "list incidents still open for the payments cluster", "incidents open on payments cluster", "show the payments cluster's open incidents"],
  ["meeting notes about the Lisbon launch", "Lisbon launch meeting notes", "notes from the meeting on the Lisbon launch", "find Lisbon launch notes of the meeting", "notes, meeting, Lisbon launch"],
  ["medication interactions of ibuprofen and lisinopril", "ibuprofen lisinopril interaction", "does ibuprofen interact with lisinopril", "interactions between lisinopril and ibuprofen", "ibuprofen with lisinopril medication interaction"],
  ["train from Zurich to Milan on Friday evening", "Friday evening trains Zurich Milan", "Zurich to Milan train, Friday evening", "evening train Friday from Zurich to Milan", "trains on Friday evening, Zurich - Milan"],
];
