import { contextAt, takeMatches, type Rule } from "../finding.ts";
import { SIGN_AT, SIGN_COLONS, SIGN_DIGITS, SIGN_DOTS, SIGN_SIX_DIGITS } from "../signs.ts";

const LOCAL: Run = { characters: /[\p{L}\p{N}!#$%&'*+/=?^_`{|}~.-]/u, most: 64 };
const DOMAIN: Run = { characters: /[\p{L}\p{N}.-]/u, most: 255 };
const TOP_LEVEL = /\.(?:xn--[a-z0-9-]{2,30}|\p{L}{2,24})$/u;
interface Run {
  readonly characters: RegExp;
  readonly most: number;
}

/** Endings of file names, which look like domains: `logo@2x.png`. */
const FILES: ReadonlySet<string> = new Set(["png", "jpg", "jpeg", "gif", "svg", "webp", "js", "ts", "tsx", "jsx", "mjs", "cjs", "css", "json", "md", "py", "html"]);
/** Users of services, not people: `git@github.com:…`. */
const SERVICES: ReadonlySet<string> = new Set(["git", "hg", "svn"]);

/** E-mail addresses. */
export const emails: Rule = {
  signs: SIGN_AT,
  find({ text }, take) {
    for (let at = text.indexOf("@"); at >= 0; at = text.indexOf("@", at + 1)) {
      const start = reach(text, at, -1, LOCAL);
      const end = reach(text, at, 1, DOMAIN);
      const local = text.slice(start, at).replace(/^[^\p{L}\p{N}_]+/u, "");
      const domain = text.slice(at + 1, end).replace(/[.-]+$/, "");
      const top = TOP_LEVEL.exec(domain)?.[0].slice(1).toLowerCase();
      if (local === "" || top === undefined || FILES.has(top) || SERVICES.has(local.toLowerCase()) || /^[.-]|\.\./.test(domain)) continue;
      take(at - local.length, at + 1 + domain.length, "EMAIL");
    }
  },
};

/** The end of the run of characters beside `at`, in a direction. */
function reach(text: string, at: number, step: -1 | 1, { characters, most }: Run): number {
  let end = at;
  while (Math.abs(end - at) < most && characters.test(text[end + step] ?? "")) end += step;
  return step > 0 ? end + 1 : end;
}

const IPV4 = /(?<![\d.\w])(?:25[0-5]|2[0-4]\d|1?\d?\d)(?:\.(?:25[0-5]|2[0-4]\d|1?\d?\d)){3}(?![\d\w]|\.\d)/g;
const IPV6 = /(?<![\w:.])[0-9a-f:]{2,39}(?:\.\d{1,3}){0,3}(?![\w:])/gi;
const LOCAL_ADDRESS = /^(?:0\.0\.0\.0|127\.\d+\.\d+\.\d+|255\.255\.255\.\d+)$/;
const VERSION = /(?:version|release|build|chrome|safari|firefox|edge|\bv|[a-z]\/)\W{0,2}$/i;
const GROUPS = 8;

/** IPv4 addresses; not those every machine has, and not versions in four parts. */
export const ipv4: Rule = {
  signs: SIGN_DOTS,
  find(subject, take) {
    const passes = (match: string, start: number): boolean => !LOCAL_ADDRESS.test(match) && !VERSION.test(subject.text.slice(Math.max(0, start - 12), start));
    takeMatches(subject.text, { label: "IPV4", regex: IPV4, passes }, take);
  },
};

/** IPv6 addresses, in full or shortened. */
export const ipv6: Rule = {
  signs: SIGN_COLONS,
  find: ({ text }, take) => takeMatches(text, { label: "IPV6", regex: IPV6, passes: isIpv6 }, take),
};

function isIpv6(match: string): boolean {
  const tail = match.includes(".") ? 1 : 0;
  const groups = match.split(":");
  const filled = groups.filter((group) => group !== "");
  if (filled.length < 3 || filled.slice(0, filled.length - tail).some((group) => group.length > 4) || !/\d/.test(match)) return false;
  const gaps = match.split("::").length - 1;
  return gaps === 1 ? filled.length + tail < GROUPS : gaps === 0 && groups.length + tail === GROUPS;
}

const NUMBER = /(?<![\w.,/:+-])(?:\+|00)?\(?\d[\d ()./-]{5,24}\d(?![\w/]|[.,-]\d)/g;
const NANP = /^(?:\+?1[ .-]?)?(?:\([2-9]\d\d\) ?|[2-9]\d\d[ .-])[2-9]\d\d[ .-]\d{4}$/;
const PHONE_WORDS = /(?:phone|tel(?:efon|éfono|efono)?|mobile?|cell|handy|fax|whatsapp|msisdn|call(?: me)?(?: at| on)?|sms|contact)\b[^a-z]{0,12}(?:(?:number|no|is|at|on|nr)\b[^a-z]{0,6}){0,2}$/;

/** Telephone numbers: with a country code, in the American form, with a leading zero and gaps, or after a word that says so. */
export const phones: Rule = {
  signs: SIGN_DIGITS | SIGN_SIX_DIGITS,
  find(subject, take) {
    const passes = (match: string, start: number): boolean => isPhone(match, () => contextAt(subject, start));
    takeMatches(subject.text, { label: "PHONE", regex: NUMBER, passes }, take);
  },
};

function isPhone(match: string, context: () => string): boolean {
  const digits = match.replaceAll(/\D/g, "");
  if (digits.length < 7 || digits.length > 15 || /^\d{4}-\d\d-\d\d|[ ]{2}|[./-]{2}/.test(match)) return false;
  if (match.startsWith("+")) return digits.length >= 8;
  if (NANP.test(match)) return true;
  if (PHONE_WORDS.test(context())) return true;
  const gaps = match.replaceAll(/\d+/g, "_").replaceAll("_", "");
  if (!/^0(?!0)/.test(digits) || digits.length < 9 || digits.length > 11 || gaps.length === 0) return false;
  return !match.includes(".") || /^0\d(?:\.\d\d){4}$/.test(match);
}
