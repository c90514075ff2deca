import { attachment, csvCell } from './attachment.js';

async function* rows(...all: readonly { readonly name: string }[]) {
  for (const row of all) yield row;
}

const written = async (format: 'csv' | 'ndjson', ...all: readonly { readonly name: string }[]): Promise<string> => {
  const parts: Buffer[] = [];
  const file = await attachment({ name: 'people', format, rows: rows(...all), columns: { name: (row) => row.name, length: (row) => -row.name.length } });
  for await (const part of file.getStream()) parts.push(part);
  return Buffer.concat(parts).toString();
};

describe('a file for people', () => {
  it.each([
    ['a word', 'ada', 'ada'],
    ['quotes and commas', 'a "b", c', '"a ""b"", c"'],
    ['two lines', 'a\nb', '"a\nb"'],
    ['a formula', '=1+1', "'=1+1"],
    ['a formula behind a space', ' =1+1', "' =1+1"],
    ['a formula that calls', `=HYPERLINK("http://x","y")`, `"'=HYPERLINK(""http://x"",""y"")"`],
    ['a plus', '+1', "'+1"],
    ['a minus', '-1+2', "'-1+2"],
    ['an at', '@SUM(A1)', "'@SUM(A1)"],
    ['a tab', '\t=1', "'\t=1"],
    ['a pipe', '|calc', "'|calc"],
    ['a full-width formula', '＝1+1', "'＝1+1"],
    ['a negative number', -1.5, '-1.5'],
    ['nothing', null, ''],
    ['false', false, 'false'],
  ])('writes %s so that a spreadsheet shows it and runs nothing', (_, cell, expected) => {
    expect(csvCell(cell)).toBe(expected);
  });

  it('has a line for its columns and a line a row', async () => {
    expect(await written('csv', { name: 'ada' }, { name: '=bob' })).toBe("name,length\r\nada,-3\r\n'=bob,-4\r\n");
    expect(await written('csv')).toBe('name,length\r\n');
  });

  it('has a JSON object a line', async () => {
    expect(await written('ndjson', { name: 'ada' }, { name: '=bob' })).toBe('{"name":"ada"}\n{"name":"=bob"}\n');
  });

  it('is not begun when its first row cannot be read', async () => {
    const broken = { [Symbol.asyncIterator]: () => ({ next: () => Promise.reject(new Error('gone')) }) };
    await expect(attachment({ name: 'people', format: 'csv', rows: broken, columns: {} })).rejects.toThrow('gone');
  });

  it('stops reading when its reader goes away', async () => {
    let end = (): void => undefined;
    const ended = new Promise<void>((resolve) => {
      end = resolve;
    });
    async function* endless() {
      try {
        for (;;) yield { name: 'x'.repeat(10_000) };
      } finally {
        end();
      }
    }
    const file = await attachment({ name: 'people', format: 'ndjson', rows: endless(), columns: {} });
    const stream = file.getStream();
    for await (const part of stream) {
      expect(part.length).toBeGreaterThan(0);
      break;
    }
    await ended;
  });
});
