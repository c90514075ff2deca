import { commonSnapshot, parseSnapshot, sees, snapshotText } from './snapshot.js';

const xids = Array.from({ length: 30 }, (_, xid) => BigInt(xid));

it.each([
  ['10:10:', 9n, true],
  ['10:10:', 10n, false],
  ['10:20:12,15', 9n, true],
  ['10:20:12,15', 11n, true],
  ['10:20:12,15', 12n, false],
  ['10:20:12,15', 19n, true],
  ['10:20:12,15', 20n, false],
])('%s: sees %s: %s', (text, xid, expected) => {
  expect(sees(parseSnapshot(text), xid)).toBe(expected);
});

it.each([
  [['10:20:12,15', '10:20:12,15']],
  [['10:20:12,15', '13:25:15,22']],
  [['5:5:', '10:20:12']],
  [['18:28:20,21', '3:9:4', '10:20:10,19']],
])('what all of %j see is what each of them sees', (texts) => {
  const all = texts.map(parseSnapshot);
  const [first = parseSnapshot('0:0:'), ...rest] = all;
  const common = parseSnapshot(snapshotText(commonSnapshot([first, ...rest])));

  expect(xids.filter((xid) => sees(common, xid))).toEqual(xids.filter((xid) => all.every((snapshot) => sees(snapshot, xid))));
  expect([...common.running].every((xid) => xid >= common.xmin && xid < common.xmax)).toBe(true);
});

it('is cut to less than it sees where it would be too long, never to more', () => {
  const long = parseSnapshot(`10:500:${Array.from({ length: 300 }, (_, at) => at + 10).join(',')}`);
  const cut = parseSnapshot(snapshotText(long));

  expect(snapshotText(long)).toBe('10:10:');
  expect(xids.every((xid) => !sees(cut, xid) || sees(long, xid))).toBe(true);
});
