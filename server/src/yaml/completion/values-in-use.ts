/** What stands in other entities at the same place: teams, regions, variables of the environment, suppliers. */
import type { DocumentKind, WorkspaceDocuments } from "@fairlead/runtime/documents";
import type { Path } from "./climb.ts";

export interface ValueInUse {
  value: string;
  /** How many entities have it. */
  count: number;
}

/** Texts that are about their own entity and nobody else's. */
const OWN: ReadonlySet<string> = new Set([
  "description",
  "name",
  "prompt",
  "system",
  "value",
  "upstream",
  "run",
  "document",
]);

/** Places where the same things stand under other keys. */
const ELSEWHERE: readonly (readonly [RegExp, readonly (readonly string[])[]])[] = [
  [/^rules\.\*\.(require|deny)\.suppliers\.\*$/, [["models", "*", "supplier"]]],
  [
    /\.(owner)$/,
    [
      ["businessUnits", "*", "owner"],
      ["workloads", "*", "owner"],
      ["contracts", "*", "owner"],
    ],
  ],
  [
    /^deployments\.\*\.region$/,
    [
      ["providers", "*", "region"],
      ["deployments", "*", "region"],
    ],
  ],
  [
    /\.price\.source$/,
    [
      ["deployments", "*", "price", "source"],
      ["notices", "*", "price", "source"],
    ],
  ],
];

/** Variables that the vendors' own clients read. */
const VARIABLES = ["OPENAI_API_KEY", "AZURE_OPENAI_API_KEY", "ANTHROPIC_API_KEY", "MISTRAL_API_KEY", "GEMINI_API_KEY"];

/** The texts in use at a place, the commonest first; `path` leads to the value, its ids included. */
export function valuesInUse(kind: DocumentKind, path: Path, documents: WorkspaceDocuments): ValueInUse[] {
  const key = path.at(-1) === 0 ? path.at(-2) : path.at(-1);
  if (typeof key !== "string" || OWN.has(key) || path.length < 3) return [];
  const pattern = path.map((segment, index) => (index === 1 || segment === 0 ? "*" : segment));
  const name = pattern.join(".");
  const known = ELSEWHERE.find(([form]) => form.test(name))?.[1];
  const roots =
    kind === "BenchmarkSuite" ? [{ benchmarks: documents.benchmarks }] : [documents.catalog, documents.policy];
  const counts = new Map<string, number>();
  for (const place of known ?? [pattern.map(String)])
    for (const root of roots) for (const text of textsAt(root, place)) counts.set(text, (counts.get(text) ?? 0) + 1);
  if (name === "providers.*.credentials.env") for (const one of VARIABLES) if (!counts.has(one)) counts.set(one, 0);
  return [...counts].map(([value, count]) => ({ value, count })).sort((a, b) => b.count - a.count);
}

function* textsAt(value: unknown, [segment, ...rest]: readonly string[]): Iterable<string> {
  if (segment === undefined) {
    if (typeof value === "string" && value !== "" && value.length <= 200) yield value;
    return;
  }
  if (value === null || typeof value !== "object") return;
  if (segment === "*") for (const child of Object.values(value)) yield* textsAt(child, rest);
  else if (Object.hasOwn(value, segment)) yield* textsAt((value as Record<string, unknown>)[segment], rest);
}
