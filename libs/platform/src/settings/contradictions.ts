import type { Settings } from './read.js';

/** What is wrong between settings that are each right alone. Every line names the setting to change and what it may be. */
export const contradictions = (settings: Settings): readonly string[] => {
  const { publicUrl, gatewayUrl, adminEmail, adminPassword } = settings;
  return [
    settings.lease < 3 * settings.pollInterval &&
      `LEASE: ${settings.lease}ms is too short. It may be three times POLL_INTERVAL (${settings.pollInterval}ms) or longer.`,
    settings.confirmWait > settings.lease &&
      `CONFIRM_WAIT: ${settings.confirmWait}ms is too long. It may be as long as LEASE (${settings.lease}ms) or shorter.`,
    settings.idleTimeout > settings.absoluteTimeout &&
      `IDLE_TIMEOUT: ${settings.idleTimeout}ms is too long. It may be as long as ABSOLUTE_TIMEOUT (${settings.absoluteTimeout}ms) or shorter.`,
    publicUrl !== undefined && gatewayUrl !== undefined && !sameReach(publicUrl, gatewayUrl) &&
      `GATEWAY_URL: ${gatewayUrl} is not on the host of PUBLIC_URL (${publicUrl}), so the cookie would not get there. It may be another port of that host, with the same scheme.`,
    (adminEmail === undefined) !== (adminPassword === undefined) &&
      `${adminEmail === undefined ? 'ADMIN_EMAIL' : 'ADMIN_PASSWORD'}: missing. ADMIN_EMAIL and ADMIN_PASSWORD may be set together or not at all.`,
    adminPassword !== undefined && adminPassword.length < settings.passwordMinLength &&
      `ADMIN_PASSWORD: too short. It may be ${settings.passwordMinLength} characters (PASSWORD_MIN_LENGTH) or longer.`,
  ].filter((line) => line !== false);
};

// A cookie is kept by host, whatever the port (RFC 6265 §8.5); a page over https may not open a plain socket.
const sameReach = (page: string, gateway: string): boolean =>
  new URL(page).hostname === new URL(gateway).hostname && new URL(page).protocol === new URL(gateway).protocol;
