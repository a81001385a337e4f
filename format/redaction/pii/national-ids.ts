import { contextAt, takeMatches, type Rule } from "../finding.ts";
import { SIGN_CODE, SIGN_DIGITS, SIGN_SIX_DIGITS } from "../signs.ts";
import { isMonthDay, luhn, mod11of10, modulo, verhoeff, weighted } from "./checks.ts";

interface NationalId {
  readonly label: string;
  /** Fixed length, no repetition inside another; boundaries are added. */
  readonly pattern: string;
  /** Check of the candidate without its marks, in capitals. */
  readonly check?: (plain: string) => boolean;
  /** Words one of which must stand before it: for numbers whose form says too little. */
  readonly context?: RegExp;
}

const LETTERS_ES = "TRWAGMYFPDXBNJZSQVHLCKE";
const LETTERS_FI = "0123456789ABCDEFHJKLMNPRSTUVWXY";
const LETTERS_IE = "WABCDEFGHIJKLMNOPQRSTUV";
const ODD_IT: readonly number[] = [1, 0, 5, 7, 9, 13, 15, 17, 19, 21, 2, 4, 18, 20, 11, 3, 6, 8, 12, 14, 16, 10, 22, 25, 24, 23];
const GAP = "[ .-]?";

/** Identity and tax numbers, the most telling forms first. Sources: the issuing authorities' published definitions. */
const IDS: readonly NationalId[] = [
  { label: "ID_IT", pattern: "[A-Z]{6}\\d{2}[A-EHLMPRST]\\d{2}[A-Z]\\d{3}[A-Z]", check: isItalian },
  { label: "ID_MX", pattern: "[A-Z]{4}\\d{6}[HMX][A-Z]{5}[A-Z0-9]\\d", check: (id) => isMonthDay(id.slice(6, 8), id.slice(8, 10)) },
  { label: "ID_UK", pattern: "(?!BG|GB|KN|NK|NT|TN|ZZ)[A-CEGHJ-PR-TW-Z][A-CEGHJ-NPR-TW-Z] ?\\d{2} ?\\d{2} ?\\d{2} ?[A-D]" },
  { label: "ID_ES", pattern: "[XYZ]?-?\\d{7,8}-?[A-HJ-NP-TV-Z]", check: isSpanish },
  { label: "ID_IE", pattern: "\\d{7}[A-W][A-IW]?", check: isIrish },
  { label: "ID_FI", pattern: "\\d{6}[-+A-FU-Y]\\d{3}[0-9A-FHJ-NPR-Y]", check: (id) => isFinnish(id) },
  { label: "ID_IN", pattern: "[A-Z]{3}[ABCFGHJLPT][A-Z]\\d{4}[A-Z]" },
  { label: "ID_CN", pattern: "[1-8]\\d{5}(?:19|20)\\d{9}[0-9X]", check: isChinese },
  { label: "ID_FR", pattern: "[12] ?\\d{2} ?(?:0[1-9]|1[0-2]|[2-9]\\d) ?(?:\\d{2}|2[AB]) ?\\d{3} ?\\d{3} ?\\d{2}", check: isFrench },
  { label: "ID_CH", pattern: `756${GAP}\\d{4}${GAP}\\d{4}${GAP}\\d{2}`, check: (id) => (10 - (weighted(id, [1, 3, 1, 3, 1, 3, 1, 3, 1, 3, 1, 3]) % 10)) % 10 === Number(id[12]) },
  { label: "ID_BR", pattern: "\\d{3}\\.\\d{3}\\.\\d{3}-\\d{2}", check: isBrazilian },
  { label: "ID_BR", pattern: "\\d{11}", check: isBrazilian, context: /\bcpf\b/ },
  { label: "ID_US", pattern: "(?!000|666|9)\\d{3}[- ](?!00)\\d{2}[- ](?!0000)\\d{4}" },
  { label: "ID_US", pattern: "(?!000|666|9)\\d{3}(?!00)\\d{2}(?!0000)\\d{4}", context: /ssn|social.?security/ },
  { label: "ID_DE", pattern: "[1-9]\\d ?\\d{3} ?\\d{3} ?\\d{3}", check: isGerman },
  { label: "ID_NL", pattern: `\\d{3}${GAP}\\d{2}${GAP}\\d{1}${GAP}\\d{3}`, check: isDutch, context: /bsn|burgerservice|sofi|citizen service/ },
  { label: "ID_BE", pattern: "\\d{2}\\.?\\d{2}\\.?\\d{2}-?\\d{3}[.-]?\\d{2}", check: isBelgian },
  { label: "ID_PL", pattern: "\\d{11}", check: isPolish, context: /pesel/ },
  { label: "ID_SE", pattern: "(?:19|20)?\\d{6}[-+]\\d{4}", check: (id) => isMonthDay(id.slice(-8, -6), id.slice(-6, -4)) && luhn(id.slice(-10)) },
  { label: "ID_DK", pattern: "\\d{6}-?\\d{4}", check: (id) => isMonthDay(id.slice(2, 4), id.slice(0, 2)), context: /\bcpr\b|personnummer/ },
  { label: "ID_NO", pattern: "\\d{6} ?\\d{5}", check: isNorwegian },
  { label: "ID_CA", pattern: "\\d{3}[- ]\\d{3}[- ]\\d{3}", check: luhn, context: /\bsin\b|social insurance/ },
  { label: "ID_CA", pattern: "\\d{9}", check: luhn, context: /\bsin\b|social insurance/ },
  { label: "ID_AU", pattern: "\\d{3} ?\\d{3} ?\\d{3}", check: (id) => weighted(id, [1, 4, 3, 7, 5, 8, 6, 9, 10]) % 11 === 0, context: /\btfn\b|tax file/ },
  { label: "ID_IN", pattern: "[2-9]\\d{3} \\d{4} \\d{4}", check: verhoeff },
  { label: "ID_IN", pattern: "[2-9]\\d{11}", check: verhoeff, context: /aadhaar|aadhar|uidai/ },
  { label: "ID_KR", pattern: "\\d{6}-[1-8]\\d{6}", check: (id) => isMonthDay(id.slice(2, 4), id.slice(4, 6)) },
  { label: "ID_PT", pattern: "[1-35689]\\d{8}", check: isPortuguese, context: /\bnif\b|contribuinte/ },
  { label: "ID_PASSPORT", pattern: "[A-Z]{1,2}\\d{6,8}", context: /passport|reisepass|passeport|pasaporte/ },
  { label: "ID_PASSPORT", pattern: "\\d{9}", context: /passport/ },
];

const PATTERNS = IDS.map((id) => ({ ...id, regex: new RegExp(`(?<![\\w.-])${id.pattern}(?![\\w]|[.-]\\d)`, "g") }));

/** Identity and tax numbers of the countries of the table. */
export const nationalIds: Rule = {
  signs: SIGN_DIGITS | SIGN_CODE | SIGN_SIX_DIGITS,
  find(subject, take) {
    for (const { label, regex, check, context } of PATTERNS) {
      const passes = (match: string, start: number): boolean => {
        if (context !== undefined && !context.test(contextAt(subject, start))) return false;
        return check === undefined || check(match.replaceAll(/[^A-Z0-9]/g, ""));
      };
      takeMatches(subject.text, { label, regex, passes }, take);
    }
  },
};

function isItalian(id: string): boolean {
  let sum = 0;
  for (let index = 0; index < 15; index++) {
    const char = id[index] as string;
    const value = /\d/.test(char) ? Number(char) : char.charCodeAt(0) - 65;
    sum += index % 2 === 0 ? (ODD_IT[value] as number) : value;
  }
  return sum % 26 === id.charCodeAt(15) - 65;
}

function isSpanish(id: string): boolean {
  const number = id.slice(0, -1).replace(/^[XYZ]/, (letter) => String("XYZ".indexOf(letter)));
  return number.length === 8 && LETTERS_ES[Number(number) % 23] === id.at(-1);
}

function isIrish(id: string): boolean {
  const second = id.length === 9 ? 9 * (id[8] === "W" ? 0 : id.charCodeAt(8) - 64) : 0;
  return LETTERS_IE[(weighted(id, [8, 7, 6, 5, 4, 3, 2]) + second) % 23] === id[7];
}

function isFinnish(id: string): boolean {
  const digits = id.replaceAll(/^(\d{6})[A-FU-Y]/g, "$1");
  return digits.length === 10 && isMonthDay(digits.slice(2, 4), digits.slice(0, 2)) && LETTERS_FI[Number(digits.slice(0, 9)) % 31] === digits[9];
}

function isChinese(id: string): boolean {
  const rest = weighted(id, [7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2]) % 11;
  return isMonthDay(id.slice(10, 12), id.slice(12, 14)) && "10X98765432"[rest] === id[17];
}

function isFrench(id: string): boolean {
  const number = id.slice(0, 13).replace("2A", "19").replace("2B", "18");
  return 97 - modulo(number, 97) === Number(id.slice(13));
}

function isBrazilian(id: string): boolean {
  if (/^(\d)\1+$/.test(id)) return false;
  const digit = (count: number): number => {
    const rest = (weighted(id, Array.from({ length: count }, (_, index) => count + 1 - index)) * 10) % 11;
    return rest === 10 ? 0 : rest;
  };
  return digit(9) === Number(id[9]) && digit(10) === Number(id[10]);
}

/** One digit of the first ten comes two or three times, and one or two do not come at all. */
function isGerman(id: string): boolean {
  const counts = [..."0123456789"].map((digit) => id.slice(0, 10).split(digit).length - 1);
  return counts.filter((count) => count > 1).length === 1 && Math.max(...counts) <= 3 && mod11of10(id);
}

function isDutch(id: string): boolean {
  return Number(id) > 0 && weighted(id, [9, 8, 7, 6, 5, 4, 3, 2, -1]) % 11 === 0;
}

function isBelgian(id: string): boolean {
  if (!isMonthDay(id.slice(2, 4), id.slice(4, 6))) return false;
  const check = Number(id.slice(9));
  return [id.slice(0, 9), `2${id.slice(0, 9)}`].some((number) => 97 - modulo(number, 97) === check);
}

function isPolish(id: string): boolean {
  return (10 - (weighted(id, [1, 3, 7, 9, 1, 3, 7, 9, 1, 3]) % 10)) % 10 === Number(id[10]);
}

function isNorwegian(id: string): boolean {
  const first = (11 - (weighted(id, [3, 7, 6, 1, 8, 9, 4, 5, 2]) % 11)) % 11;
  const second = (11 - (weighted(id, [5, 4, 3, 2, 7, 6, 5, 4, 3, 2]) % 11)) % 11;
  return isMonthDay(id.slice(2, 4), id.slice(0, 2)) && first === Number(id[9]) && second === Number(id[10]);
}

function isPortuguese(id: string): boolean {
  const rest = 11 - (weighted(id, [9, 8, 7, 6, 5, 4, 3, 2]) % 11);
  return (rest >= 10 ? 0 : rest) === Number(id[8]);
}
