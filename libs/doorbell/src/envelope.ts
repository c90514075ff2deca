import { createHmac, hkdfSync, timingSafeEqual } from 'node:crypto';

import { channels, type Channel } from '@curfew/contracts';

import type { Fault } from './options.js';

/** The largest message that is taken from Redis, in bytes. */
export const maxEnvelopeBytes = 8 * 1024 * 1024;

/** Seals what is published and opens what is heard; only who has the realm's key can seal (RFC 2104, SHA-256). */
export interface Envelopes {
  /** `{"mac":"…","epoch":1,…body}`; the mac is over channel, line feed and the JSON without itself. */
  seal(channel: Channel, body: object): string;
  /** What was sealed for this channel in the present epoch. Nothing is parsed before its mac has been checked, in constant time. */
  open(channel: Channel, message: Buffer): Opened;
}

export type Opened = { readonly body: unknown } | { readonly fault: Fault };

/** Envelopes under this key. What was rung in an epoch that is over may name numbers that the present one uses again: it is not opened. */
export const envelopes = (key: Buffer, epoch: () => number): Envelopes => {
  const keys = new Map(Object.values(channels).map((channel) => [channel, keyOf(key, channel)]));
  const macOf = (channel: Channel, text: Buffer): Buffer =>
    createHmac('sha256', keys.get(channel) ?? keyOf(key, channel)).update(`${channel}\n`).update(text).digest();
  return {
    seal: (channel, body) => {
      const text = JSON.stringify({ epoch: epoch(), ...body });
      return `${HEAD}${macOf(channel, Buffer.from(text)).toString('base64url')}${NECK}${text.slice(1)}`;
    },
    open: (channel, message) => {
      if (message.byteLength > maxEnvelopeBytes) return { fault: 'size' };
      const parts = partsOf(message);
      if (parts === undefined || !timingSafeEqual(parts.mac, macOf(channel, parts.text))) return { fault: 'hmac' };
      return parsed(parts.text, epoch());
    },
  };
};

const HEAD = '{"mac":"';
const NECK = '",';
const MAC_LENGTH = 43; // 32 bytes in base64url

// One key a channel: what was sealed for one can never pass on another (HKDF, RFC 5869).
const keyOf = (key: Buffer, channel: Channel): Buffer => Buffer.from(hkdfSync('sha256', key, '', channel, 32));

const partsOf = (message: Buffer): { readonly mac: Buffer; readonly text: Buffer } | undefined => {
  const end = HEAD.length + MAC_LENGTH;
  const head = message.toString('latin1', 0, end + NECK.length);
  if (!head.startsWith(HEAD) || head.slice(end) !== NECK) return undefined;
  const mac = Buffer.from(head.slice(HEAD.length, end), 'base64url');
  if (mac.byteLength !== 32) return undefined;
  return { mac, text: Buffer.concat([Buffer.from('{'), message.subarray(end + NECK.length)]) };
};

const parsed = (text: Buffer, present: number): Opened => {
  try {
    const { epoch, ...body }: Readonly<Record<string, unknown>> = JSON.parse(text.toString('utf8'));
    return epoch === present ? { body } : { fault: 'epoch' };
  } catch {
    return { fault: 'schema' };
  }
};
