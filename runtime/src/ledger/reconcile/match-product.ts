/** Which deployment an invoice's words mean. */

export interface NamedDeployment {
  id: string;
  model: string;
  upstream: string;
}

function plain(text: string): string {
  return text.toLowerCase().replaceAll(/[^a-z0-9]/g, "");
}

/**
 * A look-up of deployments of one provider by an invoice's words: `explicit` first (a part of the words, in any
 * spelling of case and punctuation), then the deployment whose id, upstream id or model's id stands in the words, the
 * longest first. Undefined where two would do equally well, or none.
 */
export function productMatcher(
  deployments: readonly NamedDeployment[],
  explicit: readonly { part: string; deployment: string }[],
): (product: string) => string | undefined {
  const names = deployments.flatMap(({ id, model, upstream }) =>
    [id, upstream, model].map((name) => ({ name: plain(name), deployment: id })),
  );
  const given = explicit.map(({ part, deployment }) => ({ name: plain(part), deployment }));
  const find = (product: string): string | undefined => {
    const words = plain(product);
    for (const list of [given, names]) {
      const matching = list.filter(({ name }) => name !== "" && words.includes(name));
      const longest = Math.max(0, ...matching.map(({ name }) => name.length));
      const best = new Set(matching.filter(({ name }) => name.length === longest).map(({ deployment }) => deployment));
      if (best.size === 1) return [...best][0];
    }
    return undefined;
  };
  const known = new Map<string, string | undefined>();
  return (product) => {
    if (!known.has(product)) known.set(product, find(product));
    return known.get(product);
  };
}
