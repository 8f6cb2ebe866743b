/** promptfoo's tests: cases, or a file of them. */
import type { Case } from "../../documents/vocabulary.ts";
import { assertionsOf } from "./assertions.ts";
import { isMap, type Losses } from "./losses.ts";
import { fileNamed, filesNamed, mapOrFile, type Neighbours, readData } from "./neighbours.ts";

const KNOWN = new Set(["description", "vars", "assert", "threshold"]);
/** Lists of values multiply; no suite means more than this. */
const MOST_VARIANTS = 1000;

type Vars = NonNullable<Case["vars"]>;

export function casesOf(
  tests: unknown,
  defaults: Record<string, unknown>,
  templates: Record<string, unknown>,
  losses: Losses,
  neighbours: Neighbours,
): { cases: Case[]; dataset: string | undefined } {
  const list = Array.isArray(tests) ? tests : tests === undefined ? [] : [tests];
  const cases: Case[] = [];
  let dataset: string | undefined;
  for (const [index, test] of list.entries()) {
    const where = `tests[${index}]`;
    if (typeof test === "string") {
      const files = filesNamed(test.replace(/^file:\/\//, ""), neighbours);
      if (files.length === 0) losses.add(where, `means no file (${test})`);
      for (const file of files) {
        if (dataset === undefined && /\.(?:csv|jsonl)$/i.test(file)) dataset = file;
        else if (/\.(?:csv|jsonl)$/i.test(file)) losses.add(where, `is a second dataset (${file})`);
        else cases.push(...casesOfFile(file, where, defaults, templates, losses, neighbours));
      }
    } else if (isMap(test)) cases.push(...caseOf(test, where, defaults, templates, losses, neighbours));
    else losses.add(where, "is no test");
  }
  if (dataset !== undefined && isMap(defaults.vars))
    losses.add("defaultTest.vars", "does not reach the rows of the dataset");
  return { cases, dataset };
}

/** A file of YAML or JSON holds one test or a list of them. */
function casesOfFile(
  file: string,
  where: string,
  defaults: Record<string, unknown>,
  templates: Record<string, unknown>,
  losses: Losses,
  neighbours: Neighbours,
): Case[] {
  const data = readData(file, where, neighbours, losses);
  const list = Array.isArray(data) ? data : data === undefined || data === null ? [] : [data];
  return list.flatMap((test, index) => {
    const own = `${where} ${file}[${index}]`;
    if (isMap(test)) return caseOf(test, own, defaults, templates, losses, neighbours);
    losses.add(own, "is no test");
    return [];
  });
}

function caseOf(
  test: Record<string, unknown>,
  where: string,
  defaults: Record<string, unknown>,
  templates: Record<string, unknown>,
  losses: Losses,
  neighbours: Neighbours,
): Case[] {
  for (const key of Object.keys(test)) if (!KNOWN.has(key)) losses.add(`${where}.${key}`, "has no counterpart");
  const transformed = isTransformed(test.options) || isTransformed(defaults.options);
  if (transformed && test.assert !== undefined) losses.add(`${where}.assert`, "looks at transformed answers");
  const assert = transformed ? [] : assertionsOf(test.assert, `${where}.assert`, templates, losses, neighbours);
  const threshold = test.threshold ?? defaults.threshold;
  const name = test.description ?? defaults.description;
  const own = mapOrFile(test.vars, `${where}.vars`, neighbours, losses);
  const all = { ...(isMap(defaults.vars) ? defaults.vars : {}), ...own };
  return variants(all, where, losses, neighbours).map((vars) => ({
    ...(typeof name === "string" ? { name } : {}),
    ...(Object.keys(vars).length === 0 ? {} : { vars }),
    ...(assert.length === 0 ? {} : { assert }),
    ...(typeof threshold === "number" ? { threshold } : {}),
  }));
}

const isTransformed = (options: unknown) =>
  isMap(options) && (options.transform !== undefined || options.postprocess !== undefined);

/** A list as a variable is a case for each of its values, with every value of the others. */
function variants(vars: Record<string, unknown>, where: string, losses: Losses, neighbours: Neighbours): Vars[] {
  let found: Vars[] = [{}];
  for (const [name, value] of Object.entries(vars)) {
    const values = (Array.isArray(value) ? value : [value]).map((one) =>
      plain(one, `${where}.vars.${name}`, losses, neighbours),
    );
    found = found.flatMap((before) => values.map((one) => ({ ...before, [name]: one }))).slice(0, MOST_VARIANTS);
  }
  return found;
}

function plain(value: unknown, where: string, losses: Losses, neighbours: Neighbours): string | number | boolean {
  const file = fileNamed(value);
  if (file !== undefined) {
    // What is not text (an image, a script that makes the value) can not stand in a suite.
    const text = /\.(?:js|mjs|cjs|ts|py|png|jpe?g|gif|webp|pdf|wav|mp3)$/i.test(file)
      ? undefined
      : neighbours.readText(file);
    if (text !== undefined) return text.trim();
    losses.add(where, `is ${file}, which can not be read as text`);
  }
  if (typeof value === "string") return value;
  if (typeof value === "number" || typeof value === "boolean") return value;
  return value === null || value === undefined ? "" : JSON.stringify(value);
}
