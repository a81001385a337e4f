/** What the name of a value says about it. */
export type KeyClass =
  /** Nothing. */
  | ""
  /** A password or the like: whatever stands there is one, numbers too. */
  | "password"
  /** A token, a key, a secret. */
  | "secret"
  /** Holds several: each text inside is one. */
  | "container"
  /** A person's datum; the rules decide, told so. */
  | "person";

const PASSWORDS = ["password", "passwd", "passphrase", "passcode", "pwd", "passwort", "pincode", "pin", "cvv", "cvc", "otp"];
const SECRETS = [
  "secret", "token", "apikey", "privatekey", "accesskey", "secretkey", "accountkey", "authkey", "signingkey", "encryptionkey", "masterkey",
  "sharedkey", "servicekey", "subscriptionkey", "sshkey", "licensekey", "storagekey", "authorization", "auth", "bearer", "jwt", "xamzsignature",
  "xapikey", "accesskeyid", "connectionstring", "credential", "sessionkey", "webhookurl", "dsn", "sig",
];
const CONTAINERS = ["cookie", "cookies", "setcookie", "credentials", "secrets", "passwords", "apikeys"];
const PERSONS = [
  "phone", "phonenumber", "mobile", "mobilenumber", "cell", "fax", "tel", "telephone", "msisdn", "ssn", "socialsecuritynumber", "bsn",
  "sofi", "nino", "sin", "tfn", "taxid", "steuerid", "nif", "dni", "nie", "pesel", "iban", "card", "cardnumber", "creditcard", "pan", "passport",
  "passportnumber", "driverslicense", "licensenumber", "nationalid", "personalnumber", "cpf", "aadhaar", "email", "mail", "whatsapp",
];
/** Names that end like a secret's and are none: of paging, of models' vocabularies, of public halves. */
const HARMLESS = /^(?:next|page|nextpage|prev|previous|continuation|sync|cursor|cancel|cancellation|eos|bos|pad|unk|special|stop|start|first|last|end|mask|sep|cls|image|lookup|per|public)(?:page)?token$|publickey$|^(?:has|is|show|no|use|num|max|min|total|forgot|reset|change)(?:password|secret|token|auth)$|^oauth$/;
const PAIRED: ReadonlySet<string> = new Set(["authorization", "proxy-authorization", "cookie", "set-cookie", "x-api-key", "api-key", "x-auth-token", "x-goog-api-key", "x-amz-security-token"]);

const LONGEST_NAME = 64;
const MOST_KNOWN = 2000;
const EXACT_ONLY: ReadonlySet<string> = new Set(["sig", "auth", "dsn", "otp", "cvc", "cvv", "pan", "sin", "tel", "mail", "card", "cell", "nie", "dni", "nif", "pin", "url"]);

const CLASSES: readonly (readonly [KeyClass, readonly string[]])[] = [
  ["container", CONTAINERS],
  ["password", PASSWORDS],
  ["secret", SECRETS],
  ["person", PERSONS],
];
/** One bit for each three last characters (as written, lower case) a telling name may have. Small enough to stay in the cache. */
const ENDINGS = endings([...PASSWORDS, ...SECRETS, ...CONTAINERS, ...PERSONS]);

function endings(names: readonly string[]): Uint32Array {
  const bits = new Uint32Array(1024);
  for (const name of names) {
    const [a, b, c] = [3, 2, 1].map((back) => name.charCodeAt(name.length - back)) as [number, number, number];
    const at = slotOf(a, b, c);
    bits[at >> 5] = (bits[at >> 5] as number) | (1 << (at & 31));
  }
  return bits;
}

/** Letters of both cases fall together; other characters too, which only costs a second look. */
function slotOf(a: number, b: number, c: number): number {
  return ((a & 31) << 10) | ((b & 31) << 5) | (c & 31);
}

/** Cheap question before `KeyClasses.of`: false if no telling name ends at `end`, quotes and spaces before it aside. */
export function mayEndSensitive(text: string, end: number): boolean {
  let at = end - 1;
  for (let unit = text.charCodeAt(at); unit === 0x20 || unit === 0x22 || unit === 0x5c || unit === 0x27; unit = text.charCodeAt(--at));
  const slot = slotOf(text.charCodeAt(at - 2), text.charCodeAt(at - 1), text.charCodeAt(at));
  return (((ENDINGS[slot >> 5] as number) >>> (slot & 31)) & 1) === 1;
}

/** Knows what names say. `extra` are further names of secrets, in any spelling. */
export class KeyClasses {
  readonly #known = new Map<string, KeyClass>();
  readonly #extra: ReadonlySet<string>;

  constructor(extra: readonly string[] = []) {
    this.#extra = new Set(extra.map(normalised));
  }

  /** True if every name must be asked about, since there are names of the user's own. */
  get hasExtra(): boolean {
    return this.#extra.size > 0;
  }

  /** What a name says, in any spelling: `apiKey`, `API_KEY`, `x-api-key`, `OPENAI_API_KEY`. */
  of(name: string): KeyClass {
    const known = this.#known.get(name);
    if (known !== undefined) return known;
    const found = this.#classify(name);
    if (this.#known.size < MOST_KNOWN && name.length <= LONGEST_NAME) this.#known.set(name, found);
    return found;
  }

  /** Cheap question before `of`, for texts that are seldom names. */
  mayBeNamed(text: string): boolean {
    return this.hasExtra || mayEndSensitive(text, text.length);
  }

  #classify(name: string): KeyClass {
    if (name.length > LONGEST_NAME) return "";
    const plain = normalised(name);
    if (this.#extra.has(plain)) return "secret";
    if (HARMLESS.test(plain)) return "";
    for (const [found, names] of CLASSES) if (names.some((word) => isNamed(name, plain, word))) return found;
    return "";
  }
}

/** True for names of headers that carry secrets, which may stand in a list before their value. */
export function isPairedHeader(name: string): boolean {
  return name.length <= LONGEST_NAME && PAIRED.has(name.toLowerCase());
}

/** True if the name is the word, or ends in it at the border of a word. */
function isNamed(name: string, plain: string, word: string): boolean {
  if (plain === word) return true;
  if (!plain.endsWith(word)) return false;
  if (!EXACT_ONLY.has(word)) return true;
  const before = name.at(-word.length - 1) ?? "";
  return /[^A-Za-z0-9]/.test(before) || (/[a-z]/.test(before) && /[A-Z]/.test(name.at(-word.length) ?? ""));
}

function normalised(name: string): string {
  return name.toLowerCase().replaceAll(/[^a-z0-9]/g, "");
}
