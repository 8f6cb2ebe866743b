const ALLOWED = /^[A-Za-z0-9_-]{1,64}$/;

/**
 * Ids of tool calls as Anthropic and Bedrock take them: letters, digits, `_` and `-`, at most 64. Most are so already
 * and stay; an id that is not gets another, the same for the call and its result, and never that of another call.
 */
export class ToolIds {
  readonly #given = new Map<string, string>();
  readonly #used = new Set<string>();

  map(id: string): string {
    const known = this.#given.get(id);
    if (known !== undefined) return known;
    const base = ALLOWED.test(id) ? id : id.replaceAll(/[^A-Za-z0-9_-]/g, "_").slice(0, 56) || "call";
    let mapped = base;
    for (let number = 2; this.#used.has(mapped); number += 1) mapped = `${base}_${number}`;
    this.#given.set(id, mapped);
    this.#used.add(mapped);
    return mapped;
  }
}
