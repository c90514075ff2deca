import { problem, problems } from '@curfew/contracts';
import type { Case } from './case.js';
import type { Reply } from './client.js';

/** What is wrong with the answer to a case; nothing where it is as it should be. */
export const complaints = ({ asked, expected }: Case, { status, headers, text }: Reply): readonly string[] => {
  const statuses = [expected.status].flat();
  const wrong = [
    ...(statuses.includes(status) ? [] : [`answered ${status}, not ${statuses.join(' or ')}`]),
    ...(headers['x-content-type-options'] === 'nosniff' && headers['x-frame-options'] === 'DENY' ? [] : ['lacks security headers']),
    ...(headers['cache-control'] === 'no-store' ? [] : [`Cache-Control: ${headers['cache-control']}`]),
    ...(telling.test(text) ? ['tells what it should not'] : []),
    ...(status === 401 && headers['www-authenticate'] !== 'Bearer' ? ['401 without WWW-Authenticate'] : []),
    ...(expected.allow ?? []).filter((method) => !String(headers['allow']).split(', ').includes(method)).map((method) => `Allow: ${headers['allow']}, without ${method}`),
  ];
  if (asked.method === 'HEAD') return text === '' ? wrong : [...wrong, 'a body for HEAD'];
  return [...wrong, ...(expected.body === undefined ? aboutProblem({ asked, expected }, { status, headers, text }) : aboutBody(expected.body, text))];
};

// A stack, a statement, a path of the server, a driver's words.
const telling = /\n {4}at |node_modules|\bselect .* from\b|SQLSTATE|pg_|relation "|ECONN|file:\/\/|"stack"/iu;

const aboutBody = (expected: object, text: string): readonly string[] => {
  const body = parsed(text);
  const misses = Object.entries(expected).filter(([name, value]) => JSON.stringify(Reflect.get(Object(body), name)) !== JSON.stringify(value));
  return misses.map(([name]) => `${name} is ${JSON.stringify(Reflect.get(Object(body), name))?.slice(0, 100)}`);
};

const aboutProblem = ({ expected }: Pick<Case, 'asked' | 'expected'>, { status, headers, text }: Reply): readonly string[] => {
  if (!String(headers['content-type']).startsWith('application/problem+json')) return [`Content-Type: ${headers['content-type']}`];
  const read = problem.strict().safeParse(parsed(text));
  if (!read.success) return [`is no problem: ${text.slice(0, 200)}`];
  const { type, title, status: said, code, requestId, errors = [] } = read.data;
  // Of a list it names the item.
  const named = [...new Set(errors.map(({ path }) => path.replace(/\.\d+$/u, '')))].toSorted();
  const wanted = expected.paths === undefined ? undefined : [...new Set(expected.paths)].toSorted();
  const checks: readonly (readonly [boolean, string])[] = [
    [said === status, `says ${said}`],
    [expected.code === undefined || code === expected.code, `code ${code}`],
    [type === `/docs/problems#${code}` && titles.has(title), `type ${type}, title ${title}`],
    [requestId === headers['x-request-id'], 'another requestId than its header'],
    [wanted === undefined || JSON.stringify(named) === JSON.stringify(wanted), `names ${JSON.stringify(named)}, not ${JSON.stringify(wanted)}`],
    [errors.every(({ message }) => message.length > 0 && message.length < 600), 'a message that is none'],
  ];
  return checks.filter(([holds]) => !holds).map(([, complaint]) => complaint);
};

const titles: ReadonlySet<string> = new Set(Object.values(problems).map(({ title }) => title));

const parsed = (text: string): unknown => {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
};
