import { channels } from '@curfew/contracts';

import { envelopes, maxEnvelopeBytes } from './envelope.js';

const ours = envelopes(Buffer.alloc(32, 1), () => 7);
const body = { events: [{ id: 'x', note: 'ü "quoted" \u2028' }] };
const sealed = ours.seal(channels.events, body);

it('opens what was sealed for the same channel with the same key', () => {
  expect(ours.open(channels.events, Buffer.from(sealed))).toEqual({ body });
});

it('reads as plain JSON: the mac, the epoch, then the body', () => {
  expect(JSON.parse(sealed)).toEqual({ mac: expect.stringMatching(/^[\w-]{43}$/u), epoch: 7, ...body });
});

it.each([
  ['another key', channels.events, envelopes(Buffer.alloc(32, 2), () => 7).seal(channels.events, body)],
  ['another channel', channels.acks, sealed],
  ['a changed epoch', channels.events, sealed.replace('"epoch":7', '"epoch":8')],
  ['a changed body', channels.events, sealed.replace('"x"', '"y"')],
  ['something added', channels.events, sealed.replace(/\}$/u, ',"more":1}')],
  ['something before', channels.events, ` ${sealed}`],
  ['a mac that is cut', channels.events, sealed.replace(/"mac":"./u, '"mac":"')],
  ['a mac in another alphabet', channels.events, sealed.replace(/"mac":".{43}/u, `"mac":"${'='.repeat(43)}`)],
  ['no mac', channels.events, JSON.stringify(body)],
  ['no JSON', channels.events, 'hello'],
  ['nothing', channels.events, ''],
])('drops %s', (_name, channel, message) => {
  expect(ours.open(channel, Buffer.from(message))).toEqual({ fault: 'hmac' });
});

it.each([6, 8])('does not open in epoch 7 what was sealed in epoch %d', (epoch) => {
  const other = envelopes(Buffer.alloc(32, 1), () => epoch).seal(channels.events, body);
  expect(ours.open(channels.events, Buffer.from(other))).toEqual({ fault: 'epoch' });
});

it('drops what is too large before it looks at it', () => {
  expect(ours.open(channels.events, Buffer.alloc(maxEnvelopeBytes + 1, 0x20))).toEqual({ fault: 'size' });
});
