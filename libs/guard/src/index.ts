export { createGuard } from './create-guard.js';
export type { Admitted, Attached, Checked, Doing, EndedNotice, Guard, GuardEvents, GuardOptions, GuardStatus, Parting, Refused } from './guard.js';
