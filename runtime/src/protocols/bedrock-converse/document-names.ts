/**
 * Names of documents as Bedrock takes them: letters, digits, single spaces, hyphens, parentheses and square brackets,
 * and each name once in a request.
 */
export class DocumentNames {
  readonly #used = new Set<string>();

  next(name: string): string {
    const base =
      name
        .replace(/\.[A-Za-z0-9]{1,5}$/, "")
        .replaceAll(/[^A-Za-z0-9\s()[\]-]/g, "-")
        .replaceAll(/\s+/g, " ")
        .trim()
        .slice(0, 190) || "document";
    let unique = base;
    for (let number = 2; this.#used.has(unique); number += 1) unique = `${base} (${number})`;
    this.#used.add(unique);
    return unique;
  }
}
