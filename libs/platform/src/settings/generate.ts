import { writeFileSync } from 'node:fs';
import { envExample, settingsPage } from './describe.js';

// Run by `npm run generate:settings`, from the built file: the repository is four folders up.
const repository = new URL('../../../../', import.meta.url);
writeFileSync(new URL('.env.example', repository), envExample());
writeFileSync(new URL('docs/settings.md', repository), settingsPage());
