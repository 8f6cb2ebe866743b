/** Small facts beside values: amounts of thresholds, distances of dates, prices of candidates. */
import type { CheckedWorkspace, DocumentNode, ParsedFile, Range, Span } from "@fairlead/runtime/documents";
import { phaseAt } from "@fairlead/runtime/policy";
import type { InlayHint } from "vscode-languageserver";
import { policyOf } from "../../requests/explain-route.ts";
import type { InlayHintSettings } from "../../workspace/settings.ts";
import { blendedPrice, priceText } from "../code-lens/blended-price.ts";
import { dateDistance, thresholdAmount } from "../value-notes.ts";

/** Paths of the values that get hints; `*` is any key or index. */
const PLACES = {
  thresholds: [["budgets", "*", "thresholds", "*", "at"]],
  dates: [
    ["contracts", "*", "renews"],
    ["notices", "*", "effective"],
    ["models", "*", "lifecycle", "retires"],
    ["deployments", "*", "lifecycle", "retires"],
  ],
  candidatePrices: [["workloads", "*", "route", "candidates", "*"]],
} as const satisfies Record<keyof InlayHintSettings, readonly (readonly string[])[]>;

type Scalar = Extract<DocumentNode, { type: "scalar" }>;

/** The hints of the lines of a range. `at` is in milliseconds since 1970. */
export function inlayHints(
  file: ParsedFile,
  checked: CheckedWorkspace,
  range: Range,
  settings: InlayHintSettings,
  at: number,
): InlayHint[] {
  const asked = { start: file.lines.lineStart(range.start.line), end: file.lines.lineStart(range.end.line + 1) };
  const hints: InlayHint[] = [];
  for (const { root, ours, kind } of file.documents) {
    if (!root || !ours || !kind) continue;
    for (const type of Object.keys(PLACES) as (keyof typeof PLACES)[]) {
      if (!settings[type]) continue;
      for (const path of PLACES[type]) {
        for (const { node, above } of scalarsAt(root, path, asked)) {
          const said = SAY[type](String(node.value), above, checked, at);
          if (said) hints.push(hint(file, node, said));
        }
      }
    }
  }
  return hints.sort((a, b) => a.position.line - b.position.line || a.position.character - b.position.character);
}

interface Said {
  label: string;
  tooltip?: string;
}

/** `above` are the nodes from the root down to the one that holds the value. */
type Say = (value: string, above: readonly DocumentNode[], checked: CheckedWorkspace, at: number) => Said | undefined;

const SAY: Readonly<Record<keyof InlayHintSettings, Say>> = {
  thresholds: (value, above) => {
    const budget = above[2];
    const limit = budget?.type === "map" ? budget.entries.get("limit")?.value : undefined;
    if (limit?.type !== "scalar") return undefined;
    const amount = thresholdAmount(value, String(limit.value));
    // Documents write whole dollars without cents.
    return amount === undefined ? undefined : { label: `= ${amount.replace(/\.00 USD$/, " USD")}` };
  },
  dates: (value, _above, _checked, at) => {
    const label = dateDistance(value, at);
    return label === undefined ? undefined : { label };
  },
  candidatePrices: (value, _above, checked, at) => {
    const deployment = policyOf(checked)?.deploymentById.get(value);
    if (!deployment) return undefined;
    const { price } = phaseAt(deployment, at);
    if (!price) return { label: "unknown price" };
    const tooltip = `Blended price of a million tokens, three of four of them input: ${priceText(price.inputPerMillion)} in, ${priceText(price.outputPerMillion)} out.`;
    return { label: priceText(blendedPrice(price)), tooltip };
  },
};

/** The scalars at a path, with the nodes above; those outside of the asked stretch are not looked into. */
function* scalarsAt(
  node: DocumentNode,
  path: readonly string[],
  asked: Span,
  above: readonly DocumentNode[] = [],
): Iterable<{ node: Scalar; above: readonly DocumentNode[] }> {
  // What an alias stands for has its hints where it stands.
  if (node.alias !== undefined || node.span.end < asked.start || node.span.start > asked.end) return;
  const [step, ...rest] = path;
  if (step === undefined) {
    if (node.type === "scalar" && node.span.end > node.span.start) yield { node, above };
    return;
  }
  const inner = [...above, node];
  if (node.type === "sequence" && step === "*") {
    for (const item of node.items) yield* scalarsAt(item, rest, asked, inner);
  } else if (node.type === "map") {
    const entry = node.entries.get(step);
    const entries = step === "*" ? node.entries.values() : entry ? [entry] : [];
    for (const { value, merged } of entries) if (!merged) yield* scalarsAt(value, rest, asked, inner);
  }
}

function hint(file: ParsedFile, node: Scalar, { label, tooltip }: Said): InlayHint {
  return { position: file.lines.positionAt(node.span.end), label, paddingLeft: true, ...(tooltip && { tooltip }) };
}
