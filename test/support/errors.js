// jest runs each test file in a realm of its own, where Node's own errors (EADDRINUSE, ECONNREFUSED) would not be `instanceof Error`.
import { types } from 'node:util';

const ordinary = Function.prototype[Symbol.hasInstance];

Object.defineProperty(Error, Symbol.hasInstance, {
  /** @this {unknown} @param {unknown} candidate */
  value(candidate) {
    return ordinary.call(this, candidate) || (this === Error && types.isNativeError(candidate));
  },
});
