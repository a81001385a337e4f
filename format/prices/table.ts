/** List price of a model, in US dollars for a million tokens. */
export interface Price {
  readonly input: number;
  readonly output: number;
  /** Input read from a cache; the input price if absent. */
  readonly cacheRead?: number | undefined;
  /** Input written to a cache (the shortest lifetime offered); the input price if absent. */
  readonly cacheWrite?: number | undefined;
  /** For calls whose whole input is longer than so many tokens. */
  readonly long?: { readonly above: number; readonly input: number; readonly output: number; readonly cacheRead?: number | undefined; readonly cacheWrite?: number | undefined } | undefined;
  /** Tokens the model can see at once. */
  readonly context?: number | undefined;
}

/** Prices from one page, as read on one day. */
export interface PriceList {
  readonly provider: string;
  readonly source: string;
  /** The day the page said so, ISO 8601. Calls before may have cost otherwise. */
  readonly asOf: string;
  readonly models: Readonly<Record<string, Price>>;
}

const K = 1000;
const M = 1_000_000;

function openai(input: number, output: number, cacheRead: number | undefined, context: number): Price {
  return { input, output, cacheRead, context };
}

/** Anthropic prices caches as shares of the input price: a tenth to read, five quarters to write for five minutes. */
function anthropic(input: number, output: number, context: number, long?: Price["long"]): Price {
  return { input, output, cacheRead: input / 10, cacheWrite: (input * 5) / 4, context, long };
}

const SONNET_LONG = { above: 200 * K, input: 6, output: 22.5, cacheRead: 0.6, cacheWrite: 7.5 };

/** Published list prices. Discounts (batch, flex, commitments) are not in them; say your own with overrides. */
export const PRICE_LISTS: readonly PriceList[] = [
  {
    provider: "OpenAI",
    source: "https://platform.openai.com/docs/pricing",
    asOf: "2026-06-01",
    models: {
      "gpt-5.5": openai(5, 30, 0.5, 400 * K),
      "gpt-5.4": openai(2.5, 15, 0.25, 400 * K),
      "gpt-5.4-mini": openai(0.75, 4.5, 0.075, 400 * K),
      "gpt-5.4-nano": openai(0.2, 1.25, 0.02, 400 * K),
      "gpt-5.3-codex": openai(1.75, 14, 0.175, 400 * K),
      "gpt-5.2": openai(1.75, 14, 0.175, 400 * K),
      "gpt-5.2-codex": openai(1.75, 14, 0.175, 400 * K),
      "gpt-5.1": openai(1.25, 10, 0.125, 400 * K),
      "gpt-5.1-codex": openai(1.25, 10, 0.125, 400 * K),
      "gpt-5.1-codex-mini": openai(0.25, 2, 0.025, 400 * K),
      "gpt-5": openai(1.25, 10, 0.125, 400 * K),
      "gpt-5-chat": openai(1.25, 10, 0.125, 128 * K),
      "gpt-5-codex": openai(1.25, 10, 0.125, 400 * K),
      "gpt-5-mini": openai(0.25, 2, 0.025, 400 * K),
      "gpt-5-nano": openai(0.05, 0.4, 0.005, 400 * K),
      "gpt-5-pro": openai(15, 120, undefined, 400 * K),
      "gpt-4.1": openai(2, 8, 0.5, 1_047_576),
      "gpt-4.1-mini": openai(0.4, 1.6, 0.1, 1_047_576),
      "gpt-4.1-nano": openai(0.1, 0.4, 0.025, 1_047_576),
      "gpt-4o": openai(2.5, 10, 1.25, 128 * K),
      "gpt-4o-2024-05-13": openai(5, 15, undefined, 128 * K),
      "chatgpt-4o": openai(5, 15, undefined, 128 * K),
      "gpt-4o-mini": openai(0.15, 0.6, 0.075, 128 * K),
      "gpt-4-turbo": openai(10, 30, undefined, 128 * K),
      "gpt-4": openai(30, 60, undefined, 8192),
      "gpt-4-32k": openai(60, 120, undefined, 32_768),
      "gpt-3.5-turbo": openai(0.5, 1.5, undefined, 16_385),
      o1: openai(15, 60, 7.5, 200 * K),
      "o1-mini": openai(1.1, 4.4, 0.55, 128 * K),
      "o1-pro": openai(150, 600, undefined, 200 * K),
      o3: openai(2, 8, 0.5, 200 * K),
      "o3-mini": openai(1.1, 4.4, 0.55, 200 * K),
      "o3-pro": openai(20, 80, undefined, 200 * K),
      "o4-mini": openai(1.1, 4.4, 0.275, 200 * K),
      "text-embedding-3-small": openai(0.02, 0, undefined, 8191),
      "text-embedding-3-large": openai(0.13, 0, undefined, 8191),
    },
  },
  {
    provider: "Anthropic",
    source: "https://platform.claude.com/docs/en/about-claude/pricing",
    asOf: "2026-09-23",
    models: {
      "claude-fable-5": anthropic(10, 50, M),
      "claude-fable-5-1": anthropic(10, 50, M),
      "claude-opus-5-5": { input: 4, output: 20, cacheRead: 0.2, cacheWrite: 5, context: M },
      "claude-opus-5": anthropic(5, 25, M),
      "claude-opus-4-8": anthropic(5, 25, M),
      "claude-opus-4-7": anthropic(5, 25, M),
      "claude-opus-4-6": anthropic(5, 25, M),
      "claude-opus-4-5": anthropic(5, 25, 200 * K),
      "claude-opus-4-1": anthropic(15, 75, 200 * K),
      "claude-opus-4": anthropic(15, 75, 200 * K),
      "claude-opus-4-0": anthropic(15, 75, 200 * K),
      "claude-sonnet-5-5": anthropic(2, 10, M),
      "claude-sonnet-5": anthropic(2, 10, M),
      "claude-sonnet-4-6": anthropic(3, 15, M),
      "claude-sonnet-4-5": anthropic(3, 15, 200 * K, SONNET_LONG),
      "claude-sonnet-4": anthropic(3, 15, 200 * K, SONNET_LONG),
      "claude-sonnet-4-0": anthropic(3, 15, 200 * K, SONNET_LONG),
      "claude-3-7-sonnet": anthropic(3, 15, 200 * K),
      "claude-3-5-sonnet": anthropic(3, 15, 200 * K),
      "claude-3-sonnet": anthropic(3, 15, 200 * K),
      "claude-haiku-4-5": anthropic(1, 5, 200 * K),
      "claude-3-5-haiku": anthropic(0.8, 4, 200 * K),
      "claude-3-haiku": { input: 0.25, output: 1.25, cacheRead: 0.03, cacheWrite: 0.3, context: 200 * K },
      "claude-3-opus": anthropic(15, 75, 200 * K),
    },
  },
  {
    provider: "Google",
    source: "https://ai.google.dev/gemini-api/docs/pricing",
    asOf: "2025-12-01",
    models: {
      "gemini-3-pro": { input: 2, output: 12, cacheRead: 0.2, context: M, long: { above: 200 * K, input: 4, output: 18, cacheRead: 0.4 } },
      "gemini-2.5-pro": { input: 1.25, output: 10, cacheRead: 0.125, context: M, long: { above: 200 * K, input: 2.5, output: 15, cacheRead: 0.25 } },
      "gemini-2.5-flash": { input: 0.3, output: 2.5, cacheRead: 0.03, context: M },
      "gemini-2.5-flash-lite": { input: 0.1, output: 0.4, cacheRead: 0.01, context: M },
      "gemini-2.0-flash": { input: 0.1, output: 0.4, cacheRead: 0.025, context: M },
      "gemini-2.0-flash-lite": { input: 0.075, output: 0.3, context: M },
      "gemini-1.5-pro": { input: 1.25, output: 5, cacheRead: 0.3125, context: 2 * M, long: { above: 128 * K, input: 2.5, output: 10, cacheRead: 0.625 } },
      "gemini-1.5-flash": { input: 0.075, output: 0.3, cacheRead: 0.01875, context: M, long: { above: 128 * K, input: 0.15, output: 0.6, cacheRead: 0.0375 } },
    },
  },
  {
    provider: "Amazon",
    source: "https://aws.amazon.com/bedrock/pricing/",
    asOf: "2025-11-01",
    models: {
      "nova-premier": { input: 2.5, output: 12.5, context: M },
      "nova-pro": { input: 0.8, output: 3.2, cacheRead: 0.2, context: 300 * K },
      "nova-lite": { input: 0.06, output: 0.24, cacheRead: 0.015, context: 300 * K },
      "nova-micro": { input: 0.035, output: 0.14, cacheRead: 0.00875, context: 128 * K },
    },
  },
  {
    provider: "xAI",
    source: "https://docs.x.ai/docs/models",
    asOf: "2025-11-01",
    models: {
      "grok-4": { input: 3, output: 15, cacheRead: 0.75, context: 256 * K },
      "grok-4-fast": { input: 0.2, output: 0.5, cacheRead: 0.05, context: 2 * M },
      "grok-code-fast-1": { input: 0.2, output: 1.5, cacheRead: 0.02, context: 256 * K },
      "grok-3": { input: 3, output: 15, cacheRead: 0.75, context: 131_072 },
      "grok-3-mini": { input: 0.3, output: 0.5, cacheRead: 0.075, context: 131_072 },
    },
  },
  {
    provider: "Mistral",
    source: "https://mistral.ai/pricing",
    asOf: "2025-11-01",
    models: {
      "mistral-large": { input: 2, output: 6, context: 128 * K },
      "mistral-medium": { input: 0.4, output: 2, context: 128 * K },
      "mistral-small": { input: 0.1, output: 0.3, context: 128 * K },
      codestral: { input: 0.3, output: 0.9, context: 256 * K },
    },
  },
  {
    provider: "DeepSeek",
    source: "https://api-docs.deepseek.com/quick_start/pricing",
    asOf: "2025-11-01",
    models: {
      "deepseek-chat": { input: 0.28, output: 0.42, cacheRead: 0.028, context: 128 * K },
      "deepseek-reasoner": { input: 0.28, output: 0.42, cacheRead: 0.028, context: 128 * K },
    },
  },
  {
    provider: "Cohere",
    source: "https://cohere.com/pricing",
    asOf: "2025-11-01",
    models: {
      "command-a": { input: 2.5, output: 10, context: 256 * K },
      "command-r-plus": { input: 2.5, output: 10, context: 128 * K },
      "command-r": { input: 0.15, output: 0.6, context: 128 * K },
      "command-r7b": { input: 0.0375, output: 0.15, context: 128 * K },
    },
  },
];
