/** Why a server of this machine did not start, in words for the person who started it. `hint` says what to do about it. */
export class EmbeddedError extends Error {
  override readonly name = 'EmbeddedError';

  constructor(
    message: string,
    readonly hint: string,
    options?: ErrorOptions,
  ) {
    super(message, options);
  }
}
