/** Joins the gateway's headers with an application's own, in whichever form an SDK lets them be written. */

/** The forms of headers that SDKs take: pairs, a Headers object, a record, or values with a set of removed names. */
export type HeaderForms =
  | Iterable<readonly (string | null | undefined | readonly string[])[]>
  | Readonly<Record<string, unknown>>
  | null
  | undefined;

/**
 * All headers as pairs of name and value, `own` in place of any of the application's of the same name.
 * A null value stands for a header that the application removes.
 */
export function joinHeaders(theirs: HeaderForms, own: Readonly<Record<string, string>>): [string, string | null][] {
  const pairs = pairsOf(theirs).filter(([name]) => !(name.toLowerCase() in own));
  return [...pairs, ...Object.entries(own)];
}

/** Pairs as a record, which is the one form that all versions of the SDKs take; several values of a name as a list. */
export function headerRecord(
  pairs: readonly (readonly [string, string | null])[],
): Record<string, string | null | (string | null)[]> {
  const names = new Map<string, (string | null)[]>();
  for (const [name, value] of pairs) names.set(name, [...(names.get(name) ?? []), value]);
  return Object.fromEntries(
    [...names].map(([name, values]) => [name, values.length === 1 ? (values[0] ?? null) : values]),
  );
}

function pairsOf(headers: HeaderForms): [string, string | null][] {
  if (!headers) return [];
  const pairs: [string, string | null][] = [];
  const add = (name: unknown, value: unknown) => {
    if (typeof name !== "string" || value === undefined) return;
    for (const one of Array.isArray(value) ? value : [value]) pairs.push([name, one === null ? null : String(one)]);
  };
  if (Symbol.iterator in headers) {
    for (const [name, ...values] of headers as Iterable<readonly unknown[]>)
      for (const value of values) add(name, value);
    return pairs;
  }
  const record = headers as { values?: unknown; nulls?: unknown };
  if (record.values instanceof Headers && record.nulls instanceof Set) {
    for (const [name, value] of record.values) add(name, value);
    for (const name of record.nulls) add(name, null);
    return pairs;
  }
  for (const [name, value] of Object.entries(headers)) add(name, value);
  return pairs;
}
