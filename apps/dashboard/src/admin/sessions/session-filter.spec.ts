import { addressOf, filterOf, isLive, revocationFilterOf, sortOf, usualSort, watchFilterOf, withField } from './session-filter.js';

const network = { ip: '198.51.100.0/24', country: 'PT', createdAfter: '2026-11-17T00:00:00.000Z' } as const;

describe('the filter of all sessions', () => {
  it('is read again from its own address, whatever the order', () => {
    const address = addressOf({ ...network, q: 'ada & co', online: 'true' }, 'createdAt');
    const reversed = new URLSearchParams([...address].toReversed());
    expect(filterOf(reversed)).toEqual({ ...network, q: 'ada & co', online: 'true' });
    expect(sortOf(reversed)).toBe('createdAt');
    expect(addressOf(filterOf(reversed), sortOf(reversed)).toString()).toBe(address.toString());
  });

  it.each([
    ['an address that is none', 'ip=300.1.2.3'],
    ['a country of three letters', 'country=PRT'],
    ['a status that there is not', 'status=asleep'],
    ['a word that no filter has', 'drop=table'],
    ['a time without a zone', 'createdAfter=2026-11-17T00:00'],
  ])('leaves out %s', (_, query) => {
    expect(filterOf(new URLSearchParams(query))).toEqual({});
  });

  it('sorts as usual when the address says nonsense', () => {
    expect(sortOf(new URLSearchParams('sort=random'))).toBe(usualSort);
  });

  it('changes one field and takes it out again', () => {
    expect(withField(withField(network, 'q', 'x'), 'q', null)).toEqual(network);
  });

  it('ends only what is live', () => {
    expect(revocationFilterOf({ ...network, online: 'false' })).toEqual({ ...network, online: false });
    expect(revocationFilterOf({ status: 'ended' })).toBeNull();
    expect([{}, { status: 'idle' }, { status: 'all' }].map(isLive)).toEqual([true, true, false]);
  });

  it('watches what the gateway knows of: idle is live, as it changes without an event', () => {
    expect(watchFilterOf({ ...network, q: 'x', status: 'idle' })).toEqual({ ip: network.ip, country: 'PT', status: 'live' });
  });
});
