import react from '@vitejs/plugin-react';
import { defineConfig, type HtmlTagDescriptor, type Plugin } from 'vite';

// Parts of the page that are fetched when they are wanted.
const later =
  /src\/(?:(?:admin|activity|blocked-devices|profile|session)\/|sign-in\/(?!signed-out|leaving))|\/(?:ended-tab|ended-list|bulk-dialog|cards|virtual-body|keys-dialog|nothing-page|lazy-page|en-pages|en-admin|en-trail|de|de-\w+)\./u;

// Vite reads its configuration from a default export.
export default defineConfig({
  base: '/',
  plugins: [react(), preloadFont(), withoutJsonSchema()],
  build: {
    outDir: 'dist',
    assetsDir: 'assets',
    // No data: URLs: the Content-Security-Policy has font-src 'self'.
    assetsInlineLimit: 0,
    target: 'es2022',
    modulePreload: { polyfill: false },
    rolldownOptions: {
      output: {
        // What every page needs is one file, and what the first one needs another: two compress better than forty.
        codeSplitting: {
          groups: [
            // without-eval.ts among them, as it must run before the first of zod's schemas.
            {
              name: 'base',
              test: /dashboard\/src\/without-eval|node_modules\/(?:react|react-dom|scheduler|react-router|i18next|react-i18next\/dist\/es\/(?!Trans|Icu)|zod|@tanstack\/(?:query-core|react-query))\/|libs\/contracts\/dist\/(?!(?:index|access-token|admin-query|api-key|audit|canary|feed|invitation|policy|revocation|service|stats)\.)/u,
            },
            { name: 'first', test: (id) => id.includes('/dashboard/src/') && !later.test(id) },
          ],
        },
      },
    },
  },
});

/** The latin face is needed by the first word on the page: it is asked for together with the script, not after the style sheet. */
function preloadFont(): Plugin {
  return {
    name: 'curfew-preload-font',
    transformIndexHtml: {
      order: 'post',
      handler: (_html, { bundle }): HtmlTagDescriptor[] =>
        Object.keys(bundle ?? {})
          .filter((file) => /inter-latin-wght-normal.*\.woff2$/u.test(file))
          .map((file) => ({
            tag: 'link',
            attrs: { rel: 'preload', as: 'font', type: 'font/woff2', crossorigin: '', href: `/${file}` },
            injectTo: 'head',
          })),
    },
  };
}

/** Every zod schema can write itself as JSON Schema. The page checks answers and never does: that part stays out (4 kB gzipped). */
function withoutJsonSchema(): Plugin {
  return {
    name: 'curfew-without-json-schema',
    transform: (code, id) => {
      if (!/zod\/v4\/core\/(?:json-schema-processors|to-json-schema)\.js$/u.test(id)) return null;
      const names = [...code.matchAll(/^export (?:const|function) (\w+)/gmu)].map(([, name]) => `none as ${name}`);
      return `const none = () => () => { throw new Error('no JSON Schema in the page'); }; export { ${names.join(', ')} };`;
    },
  };
}
