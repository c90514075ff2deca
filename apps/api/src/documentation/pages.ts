import { problems } from '@curfew/contracts';

/** The page that shows the API's document. Scripts come from this origin alone; Swagger UI needs to set styles. */
export const documentationPage = `<!doctype html>
<html lang="en">
  <head>
    <meta charset="utf-8" />
    <meta name="viewport" content="width=device-width, initial-scale=1" />
    <title>Curfew API</title>
    <link rel="stylesheet" href="/docs/swagger-ui.css" />
  </head>
  <body>
    <p style="margin: 16px; font-family: sans-serif">The sockets and the Redis channels: <a href="/asyncapi.json">/asyncapi.json</a> (AsyncAPI 3).</p>
    <div id="swagger-ui"></div>
    <noscript>This page needs JavaScript. The document itself is at <a href="/openapi.json">/openapi.json</a>.</noscript>
    <script src="/docs/swagger-ui-bundle.js"></script>
    <script src="/docs/start.js"></script>
  </body>
</html>
`;

/** Starts Swagger UI on it. */
export const documentationScript = `window.ui = SwaggerUIBundle({
  url: '/openapi.json',
  dom_id: '#swagger-ui',
  deepLinking: true,
  validatorUrl: null,
  persistAuthorization: false,
});
`;

/** The page that every problem's \`type\` leads to: each code with its status and meaning. */
export const problemsPage = (): string => `<!doctype html>
<html lang="en">
  <head>
    <meta charset="utf-8" />
    <meta name="viewport" content="width=device-width, initial-scale=1" />
    <title>Problems of the Curfew API</title>
  </head>
  <body>
    <h1>Problems</h1>
    <p>Errors are answered as <code>application/problem+json</code> (RFC 9457). Their <code>code</code> is stable, their words are not.</p>
    <dl>
${rows().join('\n')}
    </dl>
  </body>
</html>
`;

const rows = (): readonly string[] =>
  [...byCode()].map(([code, meanings]) => `      <dt id="${code}"><code>${code}</code></dt>\n${meanings.map((meaning) => `      <dd>${meaning}</dd>`).join('\n')}`);

const byCode = (): ReadonlyMap<string, readonly string[]> => {
  const codes = new Map<string, string[]>();
  for (const [name, row] of Object.entries(problems)) {
    const code = 'code' in row ? row.code : name;
    codes.set(code, [...(codes.get(code) ?? []), `${row.status}: ${row.title}.`]);
  }
  return codes;
};

/** What both pages, and what they load, may do. */
export const documentationPolicy =
  "default-src 'none'; script-src 'self'; style-src 'self' 'unsafe-inline'; img-src 'self' data:; connect-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'";
