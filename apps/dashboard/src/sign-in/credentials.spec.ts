import { words } from '../words/i18n.js';
import { emailProblem, lengthWords } from './credentials.js';

describe('what is typed', () => {
  it.each([
    ['', 'Enter your email address.'],
    ['ada', 'This is not an email address.'],
    [' Ada@Example.com ', null],
  ])('the address %j: %j', (email, problem) => {
    expect(emailProblem(words.t, email)).toBe(problem);
  });

  it.each([
    ['', 'At least 12 characters.'],
    ['abcdefghi', 'At least 12 characters. 3 more to go.'],
    ['abcdefghijkl', 'At least 12 characters. That is enough.'],
    ['🔒🔒🔒', 'At least 12 characters. 9 more to go.'],
  ])('the password %j: %j', (password, expected) => {
    expect(lengthWords(words.t, password, 12)).toBe(expected);
  });
});
