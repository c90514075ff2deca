import { contrast } from './contrast.js';
import { pairs, variables, type Scheme, type Token } from './tokens.js';

const colour = (token: Token, scheme: Scheme): string => variables(scheme)[`--cf-${token}`] ?? '';

describe('the colours', () => {
  it('measures black on white as 21 : 1 and a colour on itself as 1 : 1', () => {
    expect(contrast('#000000', '#ffffff')).toBeCloseTo(21, 5);
    expect(contrast('#3f48b8', '#3f48b8')).toBeCloseTo(1, 5);
  });

  const cases = pairs.flatMap(({ front, on, least }) =>
    on.flatMap((back) =>
      (['light', 'dark'] as const).map((scheme) => ({
        front,
        back,
        scheme,
        least,
        ratio: contrast(colour(front, scheme), colour(back, scheme)),
      })),
    ),
  );

  it.each(cases)('keeps $front on $back readable in $scheme', ({ ratio, least }) => {
    expect(ratio).toBeGreaterThanOrEqual(least);
  });

  it('gives both schemes the same names', () => {
    expect(Object.keys(variables('light'))).toEqual(Object.keys(variables('dark')));
  });
});
