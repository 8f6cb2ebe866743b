/** The anchors that an alias could name. */

/** The names of the anchors in a text, each once, in the order of the text. */
export function anchorsIn(text: string): string[] {
  const names = new Set<string>();
  for (const line of text.split(/\r?\n/)) {
    const withoutComment = line.replace(/(^|\s)#.*$/, "");
    for (const [, name] of withoutComment.matchAll(/(?:^|[\s:[{,-])&([^\s,[\]{}]+)/g)) if (name) names.add(name);
  }
  return [...names];
}
