import { heartbeat } from './heartbeat.js';

it('beats for as long as its beats come back', () => {
  const heart = heartbeat(3);
  for (let round = 0; round < 10; round += 1) {
    const beat = heart.beat();
    expect(beat).toEqual(expect.any(String));
    heart.heard(beat ?? '');
  }
});

it('stops when the last three did not', () => {
  const heart = heartbeat(3);
  expect([heart.beat(), heart.beat(), heart.beat()]).not.toContain(undefined);
  expect(heart.beat()).toBeUndefined();
  heart.reset();
  expect(heart.beat()).toEqual(expect.any(String));
});

it('is not kept alive by others, nor by an old beat of its own', () => {
  const [heart, other] = [heartbeat(3), heartbeat(3)];
  const old = heart.beat() ?? '';
  heart.heard(old);
  const beats = [heart.beat(), heart.beat(), heart.beat()];
  for (const heard of [old, other.beat() ?? '', 'x', `${old}0`, `${beats[0]?.split('.')[0]}.99`]) heart.heard(heard);
  expect(heart.beat()).toBeUndefined();
});
