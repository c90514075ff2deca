import { keys, cache } from '../account/cache.js';
import { call, type Call } from '../api.js';
import { isCode } from '../problem.js';

/** Calls an administrator's endpoint. One who is no administrator any more is told so by it, and then leaves these pages. */
export const adminCall = async <T>(path: string, options: Call<T>): Promise<T> => {
  try {
    return await call(path, options);
  } catch (error) {
    if (isCode(error, 'forbidden')) void cache.invalidateQueries({ queryKey: keys.me });
    throw error;
  }
};

/** A place in the path: nothing in it may lead elsewhere. */
export const part = (text: string): string => encodeURIComponent(text);
