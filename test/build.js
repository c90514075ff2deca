// The product as it is started: walks and the browser drive built processes. Nothing to do takes a moment.
import { buildWhenNeeded } from '../apps/start/bin/build.js';

await buildWhenNeeded();
