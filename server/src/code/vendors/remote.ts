/** Packages that are loaded by an address or a registry's name for them, as Deno and browsers do: `npm:openai@5`. */

const REGISTRIES =
  "(?:npm|jsr):/?|https://(?:esm\\.sh|esm\\.run|unpkg\\.com|cdn\\.skypack\\.dev|cdn\\.jsdelivr\\.net/npm|deno\\.land/x)/" +
  "(?:v\\d+/|stable/)?";

/** What may stand before a package's name in a specifier, as the source of a pattern. */
export const REMOTE_PREFIX = `(?:${REGISTRIES})?`;

const REMOTE = new RegExp(`^(?:${REGISTRIES})((?:@[\\w.-]+/)?[\\w.-]+)(?:@[^/?#]*)?(/[^?#]*)?`);

/**
 * The package that a specifier loads from elsewhere, without its version, and what is named below it (with its slash,
 * or nothing); undefined for a specifier that names no such place.
 */
export function remotePackage(specifier: string): { name: string; below: string } | undefined {
  const match = REMOTE.exec(specifier);
  return match?.[1] === undefined ? undefined : { name: match[1], below: match[2] ?? "" };
}
