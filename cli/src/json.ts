/** JSON as the command prints it. */

/** For `JSON.stringify`: what is not known is null, not left out. */
export function nullForUndefined(_key: string, value: unknown): unknown {
  return value === undefined ? null : value;
}
