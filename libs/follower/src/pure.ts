export { passes, recall } from './admission.js';
export type { Effect, Input } from './input.js';
export { passed } from './instant.js';
export type { Options } from './known.js';
export { step } from './machine.js';
export { mayGather } from './reading.js';
export { countReceipt, watchRows } from './receipt.js';
export { mayAdmit, newState, type State } from './state.js';
