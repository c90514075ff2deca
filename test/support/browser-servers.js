import { readyChromium } from './chromium.js';
import startServers from './servers.js';

/** What servers.js starts, and a Chromium that is ready to run. */
export default async function startServersAndChromium() {
  const [chromium] = await Promise.all([readyChromium(), startServers()]);
  process.env['CURFEW_TEST_CHROMIUM'] = JSON.stringify(chromium);
}
