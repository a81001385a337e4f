import { takeMatches, type Rule } from "../finding.ts";
import { SIGN_CODE, SIGN_DIGITS } from "../signs.ts";
import { luhn, modulo } from "./checks.ts";

const CARD = /(?<![\w.-])\d(?:[ -]?\d){12,18}(?![\w]|[.-]\d)/g;
/** Issuers by their first digits, each with the lengths it uses. */
const ISSUERS: readonly (readonly [RegExp, readonly number[]])[] = [
  [/^4/, [13, 16, 19]],
  [/^(?:5[1-5]|222[1-9]|22[3-9]|2[3-6]|27[01]|2720)/, [16]],
  [/^3[47]/, [15]],
  [/^(?:6011|64[4-9]|65|62|81)/, [16, 17, 18, 19]],
  [/^(?:35(?:2[89]|[3-8]))/, [16, 17, 18, 19]],
  [/^(?:30[0-5]|309|36|38|39)/, [14, 16, 19]],
  [/^(?:50|5[6-9]|6[0-9])/, [16, 18, 19]],
];

/** Payment cards: an issuer's digits, its length, and the check digit. */
export const cards: Rule = {
  signs: SIGN_DIGITS,
  find: ({ text }, take) => takeMatches(text, { label: "CARD", regex: CARD, passes: isCard }, take),
};

function isCard(match: string): boolean {
  const digits = match.replaceAll(/[ -]/g, "");
  const groups = match.split(/[ -]/);
  if (groups.length > 1 && groups.some((group) => group.length < 3 || group.length > 7)) return false;
  return ISSUERS.some(([start, lengths]) => start.test(digits) && lengths.includes(digits.length)) && luhn(digits);
}

const IBAN = /(?<![A-Za-z0-9])[A-Z]{2}\d{2}(?:[ -]?[A-Z0-9]){11,32}/gi;
/** Lengths by country, from the registry SWIFT publishes. */
const IBAN_LENGTHS: Readonly<Record<string, number>> = Object.fromEntries(
  `AD24 AE23 AL28 AT20 AZ28 BA20 BE16 BG22 BH22 BR29 BY28 CH21 CR22 CY28 CZ24 DE22 DK18 DO28 EE20 EG29 ES24 FI18 FO18 FR27
  GB22 GE22 GI23 GL18 GR27 GT28 HR21 HU28 IE22 IL23 IQ23 IS26 IT27 JO30 KW30 KZ20 LB28 LC32 LI21 LT20 LU20 LV21 LY25 MC27
  MD24 ME22 MK19 MR27 MT31 MU30 NL18 NO15 PK24 PL28 PS29 PT25 QA29 RO24 RS22 SA24 SC31 SE24 SI19 SK24 SM27 ST25 SV28 TL23
  TN24 TR26 UA29 VA22 VG24 XK20`
    .split(/\s+/)
    .map((entry) => [entry.slice(0, 2), Number(entry.slice(2))]),
);

/** Bank accounts: a country, its length, and the remainder by 97. */
export const ibans: Rule = {
  signs: SIGN_DIGITS | SIGN_CODE,
  find({ text }, take) {
    for (const match of text.matchAll(IBAN)) {
      const end = ibanEnd(match[0]);
      if (end > 0) take(match.index, match.index + end, "IBAN");
    }
  },
};

/** How much of a candidate is an account number; 0 if nothing is. Words behind it may look like a part of it. */
function ibanEnd(candidate: string): number {
  const length = IBAN_LENGTHS[candidate.slice(0, 2).toUpperCase()] ?? 0;
  let end = 0;
  for (let counted = 0; counted < length; end++) {
    if (end >= candidate.length) return 0;
    if (!/[ -]/.test(candidate[end] as string)) counted++;
  }
  if (end === 0 || /[A-Za-z0-9]/.test(candidate[end] ?? "")) return 0;
  const plain = candidate.slice(0, end).replaceAll(/[ -]/g, "").toUpperCase();
  const turned = plain.slice(4) + plain.slice(0, 4);
  return modulo(turned.replaceAll(/[A-Z]/g, (letter) => String(letter.charCodeAt(0) - 55)), 97) === 1 ? end : 0;
}
