/** promptfoo's assertions, as far as they mean the same here. */
import type { Assertion } from "../../documents/vocabulary.ts";
import { isAssertionType } from "../assertions/index.ts";
import { isMap, type Losses } from "./losses.ts";
import { fileNamed, type Neighbours, readData } from "./neighbours.ts";
import { inlineScript } from "./scripts.ts";

const TEMPLATE = "#/assertionTemplates/";
const SCRIPT = /^(?<script>.+\.[cm]?js)(?::(?<name>\w+))?$/;
/** promptfoo's threshold for an edit distance where an assertion has none. */
const EDIT_DISTANCE = 5;

/** The assertions of a list; `where` names it in what is lost. */
export function assertionsOf(
  list: unknown,
  where: string,
  templates: Record<string, unknown>,
  losses: Losses,
  neighbours: Neighbours,
): Assertion[] {
  if (!Array.isArray(list)) return [];
  return list.flatMap((item, index) => {
    const own = `${where}[${index}]`;
    const given = isMap(item) && typeof item.$ref === "string" ? templates[item.$ref.replace(TEMPLATE, "")] : item;
    // A set without a threshold of its own holds where all of its assertions do, which is what a list means.
    if (isMap(given) && given.type === "assert-set" && given.threshold === undefined && given.weight === undefined) {
      return assertionsOf(given.assert, `${own}.assert`, templates, losses, neighbours);
    }
    const taken = isMap(given) ? assertionOf(withFile(given, own, losses, neighbours), own, losses) : undefined;
    if (!isMap(given)) losses.add(own, "is no assertion");
    return taken === undefined ? [] : [taken];
  });
}

function assertionOf(given: Record<string, unknown>, where: string, losses: Losses): Assertion | undefined {
  const { type: named, value, threshold, weight, ...more } = given;
  // The measure that it has by itself, said aloud.
  const type = typeof named === "string" ? named.replace(/similar:cosine$/, "similar") : named;
  if (typeof type !== "string" || !isAssertionType(type)) {
    losses.add(where, `is of the type ${String(type)}, which there is not`);
    return undefined;
  }
  if (given.transform !== undefined) {
    losses.add(where, "looks at a transformed answer");
    return undefined;
  }
  const reason = unusable(type, value, losses);
  if (reason !== undefined) {
    losses.add(where, reason);
    return undefined;
  }
  for (const key of Object.keys(more)) if (key !== "$ref") losses.add(`${where}.${key}`, "has no counterpart");
  const least = threshold ?? (type.endsWith("levenshtein") ? EDIT_DISTANCE : undefined);
  return {
    type,
    ...(value === undefined || value === null ? {} : { value: value as Assertion["value"] & {} }),
    ...(typeof least === "number" ? { threshold: least } : {}),
    ...(typeof weight === "number" ? { weight } : {}),
  };
}

/** A value that stands in a file: a text, a schema, or code. */
function withFile(given: Record<string, unknown>, where: string, losses: Losses, neighbours: Neighbours) {
  const file = fileNamed(given.value);
  if (file === undefined || typeof given.type !== "string") return given;
  if (given.type.endsWith("javascript")) {
    const { script = "", name } = SCRIPT.exec(file)?.groups ?? {};
    const text = script === "" ? undefined : neighbours.readText(script);
    const inlined = text === undefined ? {} : inlineScript(text, name);
    if (inlined.reason !== undefined) losses.add(where, `is ${file}, which ${inlined.reason}`);
    if (inlined.value === undefined) return given;
    const { config, ...more } = given;
    const settings = config === undefined ? "" : `context.config = ${JSON.stringify(config)};\n`;
    return { ...more, value: settings + inlined.value };
  }
  const isSchema = given.type.endsWith("json");
  const value = isSchema ? readData(file, where, neighbours, losses) : neighbours.readText(file)?.trim();
  return value === undefined ? given : { ...given, value };
}

function unusable(type: string, value: unknown, losses: Losses): string | undefined {
  if (typeof value === "string" && /^(?:file|package|https?):\/\//.test(value)) return "has its value in another file";
  if (type.endsWith("llm-rubric") && !losses.hasJudge) return "needs a judge: name a deployment with --judge";
  if (type.endsWith("similar") && !losses.hasEmbeddings) {
    return "needs vectors: name a workload that has them with --embeddings";
  }
  // Filters and statements of Nunjucks are a language of their own; only names in braces are filled in here.
  if (!type.endsWith("javascript") && typeof value === "string" && hasTemplateCode(value)) return "uses template code";
  if (/^(?:not-)?(?:equals|starts-with|regex|contains|icontains)$/.test(type) && typeof value === "object") {
    return "has a value that is no text";
  }
  return undefined;
}

/** Whether a text has more than `{{name}}`. */
export function hasTemplateCode(text: string): boolean {
  return /\{%|\{#|\{\{(?!\s*[\w.-]+\s*\}\})/.test(text);
}
