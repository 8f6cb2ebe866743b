/** promptfoo's tests: cases, or a file of them. */
import type { Case } from "../../documents/vocabulary.ts";
import { readDataset } from "../dataset/read-dataset.ts";
import { assertionsOf } from "./assertions.ts";
import { isMap, type Losses } from "./losses.ts";
import { fileNamed, filesNamed, mapOrFile, type Neighbours, readData } from "./neighbours.ts";
import { optionsOf, transforms } from "./options.ts";

const KNOWN = new Set(["description", "vars", "assert", "threshold", "options"]);
/** Lists of values multiply; no suite means more than this. */
const MOST_VARIANTS = 1000;

type Vars = NonNullable<Case["vars"]>;

export function casesOf(
  tests: unknown,
  defaults: Record<string, unknown>,
  templates: Record<string, unknown>,
  losses: Losses,
  neighbours: Neighbours,
): { cases: Case[]; dataset: string | undefined; datasetTypes: string[] } {
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
  return { cases, dataset, datasetTypes: typesIn(dataset, losses, neighbours) };
}

/** The types of the assertions that a dataset brings: they may need a judge or vectors. */
function typesIn(file: string | undefined, losses: Losses, neighbours: Neighbours): string[] {
  const text = file === undefined ? undefined : neighbours.readText(file);
  if (file === undefined || text === undefined) return [];
  try {
    return readDataset({ text, name: file }).flatMap(({ case: one }) => (one.assert ?? []).map(({ type }) => type));
  } catch (error) {
    losses.add(file, `can not be used as it is: ${(error as Error).message}`);
    return [];
  }
}

/** Scenarios: each of their tests with each of their configurations. */
export function scenarioCases(
  scenarios: unknown,
  defaults: Record<string, unknown>,
  templates: Record<string, unknown>,
  losses: Losses,
  neighbours: Neighbours,
): Case[] {
  if (scenarios === undefined) return [];
  const list = Array.isArray(scenarios) ? scenarios : [scenarios];
  return list.flatMap((scenario, index) => {
    const where = `scenarios[${index}]`;
    const given = mapOrFile(scenario, where, neighbours, losses);
    const { config, tests = [{}] } = given ?? {};
    if (!Array.isArray(config) || !Array.isArray(tests) || ![...config, ...tests].every(isMap)) {
      losses.add(where, "is no list of configurations with a list of tests");
      return [];
    }
    return config.flatMap((one, place) =>
      tests.flatMap((test, number) => {
        const own = `${where}.config[${place}] with tests[${number}]`;
        return caseOf(both(one, test), own, defaults, templates, losses, neighbours);
      }),
    );
  });
}

/** A test with what a configuration says for it: variables and assertions of both, the test's word before. */
function both(config: Record<string, unknown>, test: Record<string, unknown>): Record<string, unknown> {
  const listOf = (value: unknown) => (Array.isArray(value) ? value : []);
  const assert = [...listOf(config.assert), ...listOf(test.assert)];
  const vars = { ...(isMap(config.vars) ? config.vars : {}), ...(isMap(test.vars) ? test.vars : {}) };
  return { ...config, ...test, vars, ...(assert.length === 0 ? {} : { assert }) };
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
  optionsOf(test.options, `${where}.options`, losses);
  const transformed = transforms(test.options) || transforms(defaults.options);
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

/** A list as a variable is a case for each of its values, with every value of the others. */
function variants(vars: Record<string, unknown>, where: string, losses: Losses, neighbours: Neighbours): Vars[] {
  let found: Vars[] = [{}];
  for (const [name, value] of Object.entries(vars)) {
    const values = (Array.isArray(value) ? value : [value]).map((one) =>
      plain(one, `${where}.vars.${name}`, losses, neighbours),
    );
    found = found.flatMap((before) => values.map((one) => ({ ...before, [name]: one })));
    if (found.length > MOST_VARIANTS) {
      losses.add(`${where}.vars`, `multiply to more than ${MOST_VARIANTS} cases, of which the first are taken`);
      found = found.slice(0, MOST_VARIANTS);
    }
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
