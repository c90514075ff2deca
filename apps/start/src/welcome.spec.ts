import { welcome } from './welcome.js';

const told = { address: 'http://localhost:3000', setUpSecret: undefined, dataDir: '/data', metrics: 'http://127.0.0.1:9464/metrics', notes: [], seconds: 2.34 };

it('says where Curfew is and where its data is, in one block', () => {
  expect(welcome(told)).toBe(`
  Curfew is ready  http://localhost:3000
  Data             /data
  Metrics          http://127.0.0.1:9464/metrics

  Started in 2.3 s. Ctrl-C stops it.

`);
});

it('shows the set-up link, its secret behind the #, only when there is one', () => {
  expect(welcome({ ...told, setUpSecret: 'abc' })).toContain('  http://localhost:3000/set-up#abc  (');
  expect(welcome(told)).not.toContain('set-up');
});

it('says nothing of data that is elsewhere, and notes what is not as expected', () => {
  const text = welcome({ ...told, dataDir: undefined, notes: ['Port 3000 is taken', 'another'] });
  expect(text).not.toContain('Data');
  expect(text).toMatch(/Note +Port 3000 is taken\n +Note +another/);
});
