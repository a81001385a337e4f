import { CHARSETS, SHAPES } from "../../../format/redaction/secrets/shapes.ts";
import { Dice } from "../../bench/support/inject.ts";

/** A value that must not reach the disk. */
export interface Planted {
  readonly label: string;
  readonly value: string;
  /** How it is said, where it needs words around it to be known. `%` stands for it. */
  readonly said?: string;
  /** The name it stands under, where only that tells. */
  readonly key?: string;
}

const ALPHABETS: Readonly<Record<string, string>> = Object.fromEntries(
  Object.entries(CHARSETS).map(([name, inside]) => [name, [...Array(128).keys()].map((unit) => String.fromCharCode(unit)).filter((char) => new RegExp(`[${inside}]`).test(char)).join("")]),
);

/** Secrets and personal data, made by the rules of those who issue them and not by those of the code under test. */
export function plantedCorpus(seed = 7): Planted[] {
  const dice = new Dice(seed);
  return [...shaped(dice), ...named(dice), ...written(dice), ...money(dice), ...ids(dice), ...contacts(dice)];
}

function draw(dice: Dice, alphabet: string, length: number): string {
  return Array.from({ length }, () => alphabet[dice.roll(alphabet.length)]).join("");
}

const DIGITS = "0123456789";
const ALNUM = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789";

function shaped(dice: Dice): Planted[] {
  return SHAPES.map(([label, prefix, charset, least]) => {
    const alphabet = (ALPHABETS[charset] as string).replaceAll(/[-_./:=+]/g, "");
    return { label, value: `${prefix}${draw(dice, alphabet, least - 3 + dice.roll(8))}a7Q3`.replace(/a7Q3$/, charset === "hex" ? "a7f3" : charset === "upper" ? "A7Q3" : "a7Q3") };
  });
}

function named(dice: Dice): Planted[] {
  const keys = ["password", "api_key", "apiKey", "X-Api-Key", "client_secret", "accessToken", "refresh_token", "DB_PASSWORD", "authorization", "Cookie", "private_key", "AWS_SECRET_ACCESS_KEY", "passphrase", "auth_token", "OPENAI_API_KEY", "pwd", "secret", "webhook_secret", "connectionString", "set-cookie"];
  return keys.flatMap((key) => [0, 1, 2, 3].map(() => ({ label: key, key, value: draw(dice, ALNUM, 10 + dice.roll(20)) })));
}

function written(dice: Dice): Planted[] {
  const forms = ["password=%", "export API_KEY=%", "https://api.example.org/v1?token=%&page=2", "postgres://admin:%@db.internal:5432/app", 'config: {"password": "%"}', "Authorization: Bearer %", "my password is %", "curl -H 'X-Api-Key: %' https://x.org", "--client-secret=%", "Cookie: sid=%; Path=/", 'secret_key = "%"', "PASSWORD: %"];
  return forms.flatMap((said) => [0, 1, 2, 3, 4, 5].map(() => ({ label: "written", said, value: `${draw(dice, ALNUM, 9 + dice.roll(12))}8z3` })));
}

function luhnDigit(digits: string): string {
  for (const last of DIGITS) {
    const all = digits + last;
    const sum = [...all].reverse().reduce((total, digit, index) => total + (index % 2 === 0 ? Number(digit) : [0, 2, 4, 6, 8, 1, 3, 5, 7, 9][Number(digit)] as number), 0);
    if (sum % 10 === 0) return all;
  }
  throw new Error("unreachable");
}

function grouped(digits: string, sizes: readonly number[], mark: string): string {
  const groups: string[] = [];
  for (let at = 0, index = 0; at < digits.length; at += sizes[index++ % sizes.length] as number) groups.push(digits.slice(at, at + (sizes[index % sizes.length] as number)));
  return groups.join(mark);
}

function remainder(text: string): number {
  return Number(BigInt(text.replaceAll(/[A-Z]/g, (letter) => String(letter.charCodeAt(0) - 55))) % 97n);
}

function money(dice: Dice): Planted[] {
  const cards = ["4", "51", "2221", "34", "37", "6011", "65", "3528", "36", "62"].flatMap((start) => {
    const length = start.startsWith("34") || start.startsWith("37") ? 15 : start === "36" ? 14 : 16;
    return [0, 1, 2].map((form) => {
      const digits = luhnDigit(start + draw(dice, DIGITS, length - start.length - 1));
      const sizes = length === 15 ? [4, 6, 5] : length === 14 ? [4, 6, 4] : [4];
      return { label: "card", value: form === 0 ? digits : grouped(digits, sizes, form === 1 ? " " : "-") };
    });
  });
  const banks: Readonly<Record<string, string>> = { DE: "D18", GB: "AAAAD14", FR: "D23", ES: "D20", IT: "AD22", NL: "AAAAD10", CH: "D17", AT: "D16", BE: "D12", PL: "D24", SE: "D20", PT: "D21" };
  const ibans = Object.entries(banks).flatMap(([country, form]) => [0, 1].map((spaced) => {
    const body = form.replaceAll("A", () => draw(dice, "ABCDEFGHIJKLMNOPQRSTUVWXYZ", 1)).replace(/D(\d+)$/, (_, count: string) => draw(dice, DIGITS, Number(count)));
    const fixed = form.startsWith("D") && form !== "D18" && !/^D\d/.test(form) ? body : body.length < Number(/\d+$/.exec(form)?.[0]) ? draw(dice, DIGITS, Number(/\d+$/.exec(form)?.[0])) : body;
    const check = String(98 - remainder(`${fixed}${country}00`)).padStart(2, "0");
    const iban = `${country}${check}${fixed}`;
    return { label: "iban", value: spaced === 1 ? grouped(iban, [4], " ") : iban };
  }));
  return [...cards, ...ibans];
}

const two = (value: number): string => String(value).padStart(2, "0");

function ids(dice: Dice): Planted[] {
  const found: Planted[] = [];
  const plant = (label: string, value: string, said?: string): void => void found.push(said === undefined ? { label, value } : { label, value, said });
  for (let n = 0; n < 8; n++) {
    plant("ssn", `${two(1 + dice.roll(60))}${1 + dice.roll(9)}-${two(1 + dice.roll(98))}-${1000 + dice.roll(8999)}`);
    plant("nino", `AB${n % 2 === 0 ? "" : " "}${draw(dice, DIGITS, 2)}${n % 2 === 0 ? "" : " "}${draw(dice, DIGITS, 2)}${n % 2 === 0 ? "" : " "}${draw(dice, DIGITS, 2)}${n % 2 === 0 ? "" : " "}${"ABCD"[dice.roll(4)]}`);
    const dni = draw(dice, DIGITS, 8);
    plant("dni", `${dni}${"TRWAGMYFPDXBNJZSQVHLCKE"[Number(dni) % 23]}`);
    const nir = `${1 + dice.roll(2)}${two(dice.roll(100))}${two(1 + dice.roll(12))}${two(1 + dice.roll(95))}${draw(dice, DIGITS, 6)}`;
    plant("nir", `${nir}${two(97 - Number(BigInt(nir) % 97n))}`);
    plant("bsn", elfproef(dice), n % 2 === 0 ? "BSN: %" : "mijn burgerservicenummer is %");
    plant("steuer", steuerId(dice));
  }
  for (const value of ["RSSMRA85T10A562S", "MRTMTT91D08F205J"]) plant("codice fiscale", value);
  for (const value of ["756.1234.5678.97", "756.9217.0769.85"]) plant("ahv", value);
  for (const value of ["111.444.777-35", "529.982.247-25"]) plant("cpf", value);
  for (const value of ["640823-3234", "19811218-9876"]) plant("personnummer", value);
  return found;
}

function elfproef(dice: Dice): string {
  for (;;) {
    const digits = `1${draw(dice, DIGITS, 8)}`;
    const sum = [9, 8, 7, 6, 5, 4, 3, 2, -1].reduce((total, weight, index) => total + weight * Number(digits[index]), 0);
    if (sum % 11 === 0) return digits;
  }
}

function steuerId(dice: Dice): string {
  const pool = [...DIGITS].sort(() => dice.roll(3) - 1).filter((digit) => digit !== "0");
  const digits = `${pool.slice(0, 8).join("")}0${pool[dice.roll(8)]}`;
  let product = 10;
  for (const digit of digits) product = (((Number(digit) + product) % 10 || 10) * 2) % 11;
  return `${digits}${(11 - product) % 10}`;
}

function contacts(dice: Dice): Planted[] {
  const found: Planted[] = [];
  const first = ["ada", "bob", "chloé", "dmitri", "eve.l", "fatima", "george+news", "h_o"];
  for (const name of first) for (const host of ["example.com", "mail.example.co.uk", "xn--bcher-kva.example", "company.io"]) found.push({ label: "email", value: `${name}@${host}` });
  for (let n = 0; n < 10; n++) {
    found.push({ label: "phone", value: `+49 30 ${1000000 + dice.roll(8999999)}` });
    found.push({ label: "phone", value: `(${2 + dice.roll(8)}${two(dice.roll(100))}) ${2 + dice.roll(8)}${two(dice.roll(100))}-${1000 + dice.roll(8999)}` });
    found.push({ label: "phone", value: `0${1 + dice.roll(9)} ${two(dice.roll(100))} ${two(dice.roll(100))} ${two(dice.roll(100))} ${two(dice.roll(100))}` });
    found.push({ label: "phone", value: `+1${2 + dice.roll(8)}${draw(dice, DIGITS, 2)}${2 + dice.roll(8)}${draw(dice, DIGITS, 6)}` });
    found.push({ label: "phone", value: `${2 + dice.roll(8)}${draw(dice, DIGITS, 2)}${2 + dice.roll(8)}${draw(dice, DIGITS, 6)}`, said: "call me at %" });
    found.push({ label: "ipv4", value: `${1 + dice.roll(120)}.${dice.roll(256)}.${dice.roll(256)}.${1 + dice.roll(254)}` });
    found.push({ label: "ipv6", value: `2001:db8:${draw(dice, "0123456789abcdef", 4)}::${draw(dice, "123456789abcdef", 3)}${1 + dice.roll(9)}:${draw(dice, "0123456789abcdef", 4)}` });
  }
  return found;
}

/** Everyday values of traces that hold nothing of the kind. */
export function harmlessCorpus(count: number, seed = 11): string[] {
  const dice = new Dice(seed);
  const hex = (digits: number): string => draw(dice, "0123456789abcdef", digits);
  const words = ["order", "flight", "status", "weather", "the", "customer", "asked", "for", "report", "summary", "tokens", "password", "secret", "key", "user", "call", "phone", "card", "and", "then", "model", "Basic", "token"];
  const makers: readonly (() => string)[] = [
    () => Array.from({ length: 4 + dice.roll(14) }, () => dice.pick(words)).join(" "),
    () => `${hex(8)}-${hex(4)}-4${hex(3)}-a${hex(3)}-${hex(12)}`,
    () => hex(40),
    () => hex(64),
    () => new Date(1.6e12 + dice.roll(2e9) * 80).toISOString(),
    () => String(1.7e12 + dice.roll(1e9)),
    () => `${1990 + dice.roll(40)}-${two(1 + dice.roll(12))}-${two(1 + dice.roll(28))} ${two(dice.roll(24))}:${two(dice.roll(60))}`,
    () => `v${dice.roll(20)}.${dice.roll(40)}.${dice.roll(90)}`,
    () => `$${dice.roll(9999)}.${two(dice.roll(100))}`,
    () => `#W${1e6 + dice.roll(8e6)}`,
    () => `/home/app/src/${dice.pick(words)}/${dice.pick(words)}_${dice.roll(99)}.ts:${dice.roll(900)}:${dice.roll(80)}`,
    () => `https://en.wikipedia.org/wiki/${dice.pick(words)}-${dice.pick(words)}?page=${dice.roll(99)}&sort=name`,
    () => `${(dice.roll(180_000) / 1000 - 90).toFixed(6)}, ${(dice.roll(360_000) / 1000 - 180).toFixed(6)}`,
    () => `max_tokens: ${dice.roll(9000)}, temperature: 0.${dice.roll(9)}, next_page_token: null`,
    () => `const token = tokens[${dice.roll(9)}]; if (token === undefined) return;`,
    () => `import { ${dice.pick(words)} } from "@scope/${dice.pick(words)}@${dice.roll(9)}.${dice.roll(9)}.${dice.roll(9)}";`,
    () => `Error: ${dice.pick(words)} failed with code ${dice.roll(900)} after ${dice.roll(90000)} ms`,
    () => `gpt-4o-2024-0${1 + dice.roll(8)}-${two(1 + dice.roll(28))}`,
    () => `{"count": ${dice.roll(1e6)}, "ratio": 0.${draw(dice, DIGITS, 12)}, "items": [1, 2, 3]}`,
    () => draw(dice, "ABCDEFGHJKLMNPQRSTUVWXYZ23456789", 6),
    () => `user_${dice.pick(words)}_${1000 + dice.roll(9000)}`,
    () => `0x${hex(8)} std::vector<int>::push_back a::b::c`,
    () => `${dice.roll(24)}:${two(dice.roll(60))}:${two(dice.roll(60))}.${draw(dice, DIGITS, 6)}`,
    () => `credit_card_${1e6 + dice.roll(8e6)}`,
    () => `tracking ${draw(dice, DIGITS, 12)}, isbn 978-3-16-${draw(dice, DIGITS, 6)}-0`,
    () => `${dice.roll(1000)} of ${1000 + dice.roll(9000)} rows, ${dice.roll(100)} %`,
  ];
  return Array.from({ length: count }, (_, index) => (makers[index % makers.length] as () => string)());
}
