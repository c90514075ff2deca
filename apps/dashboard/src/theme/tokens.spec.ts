import { contrast } from './contrast.js';
import { pairs, tokens, variables } from './tokens.js';

describe('the colours', () => {
  it('measures black on white as 21 : 1 and a colour on itself as 1 : 1', () => {
    expect(contrast('#000000', '#ffffff')).toBeCloseTo(21, 5);
    expect(contrast('#3f48b8', '#3f48b8')).toBeCloseTo(1, 5);
  });

  const cases = pairs.flatMap(({ front, on, least }) =>
    on.flatMap((back) =>
      (['light', 'dark'] as const).map((scheme, index) => ({
        front,
        back,
        scheme,
        least,
        ratio: contrast(tokens[front][index]!, tokens[back][index]!),
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
