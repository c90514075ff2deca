import * as machine from '@curfew/follower/pure';
import { RULES } from './rules.js';
import { run } from './run.js';
import { Violation } from './types.js';

const first = Number(process.argv[2] ?? 1), n = Number(process.argv[3] ?? 100);
const t = performance.now(); let bad = 0; const sum: Record<string, number> = {};
for (let seed = first; seed < first + n; seed++) {
  try { const r = run(seed, machine, RULES); for (const [k,v] of Object.entries(r)) sum[k]=(sum[k]??0)+v; }
  catch (e) { bad++; if (e instanceof Violation) console.log(seed, e.message); else console.log(seed, e); if (bad > 10) break; }
}
console.log(bad, sum, performance.now() - t);
