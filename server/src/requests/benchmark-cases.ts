/** Where the cases of a benchmark are written, so that a result leads back to them. */
import { childOf, type DocumentNode, findNode } from "@fairlead/runtime/documents";
import type { PolicyGroup } from "../workspace/workspace-files.ts";
import type { BenchmarkCases } from "./protocol.ts";

/** undefined where there is no such benchmark. */
export function benchmarkCases(id: string, groups: readonly PolicyGroup[]): BenchmarkCases | undefined {
  for (const { checked } of groups) {
    const definition = checked.entities.definition("benchmark", id);
    const file = checked.files.find(({ uri }) => uri === definition?.location.uri);
    const root = definition && file?.documents[definition.document]?.root;
    const benchmark = root && findNode(root, definition.pointer)?.node;
    if (!definition || !file || !benchmark) continue;
    const cases = childOf(benchmark, "cases")?.node;
    const items = cases?.type === "sequence" ? cases.items : [];
    const dataset = childOf(benchmark, "dataset")?.node;
    const name = dataset && textOf(dataset, "file");
    return {
      uri: file.uri,
      cases: items.map((item) => ({ name: textOf(item, "name"), range: file.lines.range(item.span) })),
      ...(dataset === undefined || name === undefined
        ? {}
        : { dataset: { file: name, format: formatOf(dataset), limit: limitOf(dataset) } }),
    };
  }
  return undefined;
}

function textOf(node: DocumentNode, key: string): string | undefined {
  const value = childOf(node, key)?.node;
  return value?.type === "scalar" && typeof value.value === "string" ? value.value : undefined;
}

function formatOf(dataset: DocumentNode): "jsonl" | "csv" | undefined {
  const format = textOf(dataset, "format");
  return format === "jsonl" || format === "csv" ? format : undefined;
}

function limitOf(dataset: DocumentNode): number | undefined {
  const value = childOf(dataset, "limit")?.node;
  return value?.type === "scalar" && typeof value.value === "number" ? value.value : undefined;
}
