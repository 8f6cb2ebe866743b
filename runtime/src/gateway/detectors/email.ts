const BEFORE = /[A-Za-z0-9_%+-]$/;
const AFTER = /^[A-Za-z0-9](?:[A-Za-z0-9-]{0,62}\.)+[A-Za-z]{2,24}(?![A-Za-z0-9])/;
/** The longest that a host name can be. */
const HOST = 253;

/** Whether a text holds an e-mail address with a whole host name. */
export function hasEmail(text: string): boolean {
  for (let at = text.indexOf("@"); at >= 0; at = text.indexOf("@", at + 1)) {
    if (at > 0 && BEFORE.test(text[at - 1] ?? "") && AFTER.test(text.slice(at + 1, at + 1 + HOST))) return true;
  }
  return false;
}
