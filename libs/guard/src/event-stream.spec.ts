import { EventStream } from './event-stream.js';

const whole = 'retry: 1000\n: open\n\nid: a\ndata: {"n":1}\n\nevent: note\r\ndata: one\r\ndata:two\r\n\r\n: still here\nid: b\n\ndata\n\n';
const messages = [
  { event: 'message', data: '{"n":1}' },
  { event: 'note', data: 'one\ntwo' },
  { event: 'message', data: '' },
];

it.each([1, 2, 3, 7, 1_000])('takes the same messages out of a stream that comes in pieces of %i', (size) => {
  const stream = new EventStream();
  const pieces = Array.from({ length: Math.ceil(whole.length / size) }, (_, index) => whole.slice(index * size, (index + 1) * size));
  expect(pieces.flatMap((piece) => [...stream.take(piece)])).toEqual(messages);
});

it('keeps what is not whole yet to itself', () => {
  const stream = new EventStream();
  expect([...stream.take('data: half\n')]).toEqual([]);
  expect([...stream.take('\n')]).toEqual([{ event: 'message', data: 'half' }]);
});

it('gives up a message that does not end', () => {
  const stream = new EventStream();
  expect(() => Array.from({ length: 5 }, () => [...stream.take('x'.repeat(1024 * 1024))])).toThrow('too long');
});
