/** promptfoo's tests: cases, or a file of them. */
import type { Case } from "../../documents/vocabulary.ts";
import { assertionsOf } from "./assertions.ts";
import { isMap, type Losses } from "./losses.ts";

const KNOWN = new Set(["description", "vars", "assert", "threshold"]);
/** Lists of values multiply; no suite means more than this. */
const MOST_VARIANTS = 1000;

type Vars = NonNullable<Case["vars"]>;

export function casesOf(
  tests: unknown,
  defaults: Record<string, unknown>,
  templates: Record<string, unknown>,
  losses: Losses,
): { cases: Case[]; dataset: string | undefined } {
  const list = Array.isArray(tests) ? tests : tests === undefined ? [] : [tests];
  const cases: Case[] = [];
  let dataset: string | undefined;
  for (const [index, test] of list.entries()) {
    const where = `tests[${index}]`;
    if (typeof test === "string") {
      const file = test.replace(/^file:\/\//, "");
      if (dataset === undefined && /\.(?:csv|jsonl)$/i.test(file)) dataset = file;
      else losses.add(where, `is another file (${test})`);
    } else if (isMap(test)) cases.push(...caseOf(test, where, defaults, templates, losses));
    else losses.add(where, "is no test");
  }
  if (dataset !== undefined && isMap(defaults.vars))
    losses.add("defaultTest.vars", "does not reach the rows of the dataset");
  return { cases, dataset };
}

function caseOf(
  test: Record<string, unknown>,
  where: string,
  defaults: Record<string, unknown>,
  templates: Record<string, unknown>,
  losses: Losses,
): Case[] {
  for (const key of Object.keys(test)) if (!KNOWN.has(key)) losses.add(`${where}.${key}`, "has no counterpart");
  const transformed = isTransformed(test.options) || isTransformed(defaults.options);
  if (transformed && test.assert !== undefined) losses.add(`${where}.assert`, "looks at transformed answers");
  const assert = transformed ? [] : assertionsOf(test.assert, `${where}.assert`, templates, losses);
  const threshold = test.threshold ?? defaults.threshold;
  const name = test.description ?? defaults.description;
  if (typeof test.vars === "string") losses.add(`${where}.vars`, "is another file");
  const all = { ...(isMap(defaults.vars) ? defaults.vars : {}), ...(isMap(test.vars) ? test.vars : {}) };
  return variants(all, where, losses).map((vars) => ({
    ...(typeof name === "string" ? { name } : {}),
    ...(Object.keys(vars).length === 0 ? {} : { vars }),
    ...(assert.length === 0 ? {} : { assert }),
    ...(typeof threshold === "number" ? { threshold } : {}),
  }));
}

const isTransformed = (options: unknown) =>
  isMap(options) && (options.transform !== undefined || options.postprocess !== undefined);

/** A list as a variable is a case for each of its values, with every value of the others. */
function variants(vars: Record<string, unknown>, where: string, losses: Losses): Vars[] {
  let found: Vars[] = [{}];
  for (const [name, value] of Object.entries(vars)) {
    const values = (Array.isArray(value) ? value : [value]).map((one) => plain(one, `${where}.vars.${name}`, losses));
    found = found.flatMap((before) => values.map((one) => ({ ...before, [name]: one }))).slice(0, MOST_VARIANTS);
  }
  return found;
}

function plain(value: unknown, where: string, losses: Losses): string | number | boolean {
  if (typeof value === "string") {
    if (value.startsWith("file://")) losses.add(where, `is another file (${value}), taken as text`);
    return value;
  }
  if (typeof value === "number" || typeof value === "boolean") return value;
  return value === null || value === undefined ? "" : JSON.stringify(value);
}
