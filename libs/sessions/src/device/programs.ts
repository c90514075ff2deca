/**
 * The bot, command-line tool or script library that a User-Agent names, as a person would call it; null for anything else.
 * These are of type `bot`, as no person sits before them. Libraries that apps are made with (okhttp, Dart) are not: a phone may be behind.
 */
export function programOf(userAgent: string): string | null {
  for (const [pattern, name] of tools) if (pattern.test(userAgent)) return name;
  const library = /^(?:python-requests|python-httpx|Go-http-client|axios|node-fetch|reqwest|libwww-perl)(?=\/|$)/u.exec(userAgent)?.[0];
  if (library !== undefined) return library;
  const bot = bots.exec(userAgent)?.[0];
  return bot === undefined || bot.toLowerCase() === 'cubot' ? null : /^[a-z]+bot$/u.test(bot) ? bot.charAt(0).toUpperCase() + bot.slice(1) : bot;
}

// Cubot is a maker of phones.
const bots = new RegExp(
  [
    String.raw`\b(?!cubot\b)[\w-]{0,30}(?:bot|spider|crawler|slurp)\b`,
    String.raw`\b(?:chatgpt|claude|perplexity)-(?:user|web|searchbot)\b`,
    String.raw`\bmeta-(?:external\w{3,9}|webindexer)\b`,
    String.raw`\b(?:facebookexternalhit|facebookcatalog|ia_archiver|Google-InspectionTool|GoogleOther|Mediapartners-Google|Chrome-Lighthouse)\b`,
  ].join('|'),
  'iu',
);

const tools: readonly (readonly [RegExp, string])[] = [
  [/^curl\//u, 'curl'],
  [/^Wget\//u, 'Wget'],
  [/^HTTPie\//u, 'HTTPie'],
  [/^(?:Python\/|Python-urllib\/|aiohttp\/)/u, 'Python'],
  [/^(?:node(?:\.js)?(?:\/|$)|undici(?:\/|$))/iu, 'Node.js'],
  [/^Deno\//u, 'Deno'],
  [/^Bun\//u, 'Bun'],
  [/^(?:Java\/|Java-http-client\/|Apache-HttpClient\/)/u, 'Java'],
  [/^got \(/u, 'got'],
  [/^GuzzleHttp\//u, 'Guzzle'],
  [/^Faraday v|^Ruby(?:\/|$)/u, 'Ruby'],
  [/^PostmanRuntime\//u, 'Postman'],
  [/^insomnia\//iu, 'Insomnia'],
  [/^k6\//u, 'k6'],
  [/^git\//u, 'Git'],
  [/WindowsPowerShell\/|\bPowerShell\//u, 'PowerShell'],
  [/^kube-probe\//u, 'Kubernetes'],
  [/^ELB-HealthChecker\//u, 'Load balancer'],
  [/^Prometheus\//u, 'Prometheus'],
];
