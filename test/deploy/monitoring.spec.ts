import { createMetrics } from '@curfew/platform';
import { parse } from 'yaml';
import { fileOf } from './compose.js';

interface Rule {
  readonly alert: string;
  readonly expr: string;
  readonly for?: string;
  readonly labels: { readonly severity: string; readonly promise?: string };
  readonly annotations: { readonly summary: string };
}

interface Panel {
  readonly id: number;
  readonly type: string;
  readonly title: string;
  readonly gridPos: { readonly h: number; readonly w: number; readonly x: number; readonly y: number };
  readonly targets?: readonly { readonly expr: string; readonly legendFormat: string }[];
}

const rules = (parse(fileOf('deploy/alerts.yml')) as { readonly groups: readonly { readonly rules: readonly Rule[] }[] }).groups.flatMap((group) => group.rules);
const board = JSON.parse(fileOf('deploy/grafana/curfew.json')) as { readonly panels: readonly Panel[] };
const queries = board.panels.flatMap(({ title, targets = [] }) => targets.map(({ expr, legendFormat }) => ({ title, expr, legendFormat })));

// docs/metrics.md is held to the processes by test/faults/inside.spec.ts; a process's own numbers are those of its registry.
const documented = fileOf('docs/metrics.md').split('\n').filter((line) => line.startsWith('| `curfew_')).map((line) => line.split('|').map((cell) => cell.trim().replaceAll('`', '')));
const labelsOf = new Map<string, readonly string[]>(documented.flatMap(([, name = '', type, labels = '']) => {
  const own = labels === '' ? [] : labels.split(', ');
  return type === 'histogram' ? ['_bucket', '_sum', '_count'].map((end) => [name + end, end === '_bucket' ? [...own, 'le'] : own] as const) : [[name, own] as const];
}));
for (const { name } of createMetrics('api').getMetricsAsArray()) labelsOf.set(name, []);

it.each([...rules.map(({ alert, expr }) => [`the alert ${alert}`, expr]), ...queries.map(({ title, expr }) => [`the panel “${title}”`, expr])] as [string, string][])('%s asks for metrics that there are, by labels that they have: %s', (_, expr) => {
  const { metrics, labels } = namesIn(expr);
  expect(metrics.length).toBeGreaterThan(0);
  expect(metrics.filter((name) => !labelsOf.has(name))).toEqual([]);
  const known = new Set([...metrics.flatMap((name) => labelsOf.get(name) ?? []), 'process', 'instance']);
  expect(labels.filter((label) => !known.has(label))).toEqual([]);
});

it('shows in a summary and a legend only labels that the question leaves there', () => {
  const shown = [...rules.map(({ expr, annotations }) => ({ expr, text: annotations.summary.replaceAll('$labels.', '') })), ...queries.map(({ expr, legendFormat }) => ({ expr, text: legendFormat }))];
  for (const { expr, text } of shown) {
    const named = [...text.matchAll(/\{\{\s*(\w+)\s*\}\}/g)].map(([, label = '']) => label);
    const by = /\bby \(([^)]*)\)/.exec(expr)?.[1]?.split(', ');
    expect(named.filter((label) => by !== undefined && !by.includes(label))).toEqual([]);
  }
});

it('has an alert for each promise of the guarantee, and for each alert what to do', () => {
  const promises = [...fileOf('docs/guarantee.md').matchAll(/\bG\d\b/g)].map(([promise]) => promise);
  expect([...new Set(rules.map(({ labels }) => labels.promise).filter((promise) => promise !== undefined))].toSorted()).toEqual([...new Set(promises)].toSorted());
  const runbook = [...fileOf('docs/operators.md').matchAll(/^\| `(Curfew\w+)` \|/gm)].map(([, alert]) => alert);
  expect(runbook.toSorted()).toEqual(rules.map(({ alert }) => alert).toSorted());
  expect(rules.filter(({ labels }) => !['warning', 'critical'].includes(labels.severity))).toEqual([]);
});

it('draws panels beside each other, none over another', () => {
  expect(new Set(board.panels.map(({ id }) => id)).size).toBe(board.panels.length);
  const cells = board.panels.flatMap(({ gridPos: { h, w, x, y } }) => Array.from({ length: h * w }, (_, at) => `${x + (at % w)},${y + Math.floor(at / w)}`));
  expect(new Set(cells).size).toBe(cells.length);
  expect(board.panels.every(({ gridPos: { x, w } }) => x + w <= 24)).toBe(true);
});

it.each([
  ['sum by (le, kind) (rate(a_bucket{kind="api", x=~"b|c"}[5m])) > 0.5', ['a_bucket'], ['kind', 'x', 'le']],
  ['time() - max(a) > 300 or b == 0 and c unless on (d) vector(0)', ['a', 'b', 'c'], ['d']],
])('reads PromQL: %s', (expr, metrics, labels) => {
  expect(namesIn(expr)).toEqual({ metrics, labels: expect.arrayContaining(labels) });
});

/** The metrics that a question in PromQL asks for, and the labels that it picks or groups by. */
function namesIn(expr: string): { readonly metrics: readonly string[]; readonly labels: readonly string[] } {
  const labels: string[] = [];
  const bare = expr
    .replaceAll(/"[^"]*"/g, '""')
    .replaceAll(/\{([^}]*)\}/g, (_, inner: string) => (labels.push(...[...inner.matchAll(/(\w+)\s*[=!]/g)].map(([, name = '']) => name)), ''))
    .replaceAll(/\b(?:by|without|on|ignoring)\s*\(([^)]*)\)/g, (_, inner: string) => (labels.push(...inner.split(/\s*,\s*/)), ' '))
    .replaceAll(/\[[^\]]*\]/g, '');
  const words = [...bare.matchAll(/\b[a-z_]\w*\b(?!\s*\()/gi)].map(([word]) => word);
  return { metrics: words.filter((word) => !['and', 'or', 'unless', 'bool', 'offset'].includes(word)), labels };
}
