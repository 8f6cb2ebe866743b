/** What a change of a route's candidates means for their weights. */
import { findNode, type MapNode, type ParsedFile, pointerSegments, toPointer } from "@fairlead/runtime/documents";
import type { TextEdit } from "vscode-languageserver";
import { placeAt } from "./new-keys.ts";
import { entryRemoval, ownEntries, replace, startOfEntry } from "./node-edits.ts";
import { keyText } from "./yaml-text.ts";

/**
 * The edits by which the weight of a candidate follows it: to the name that it gets, or away. None where the pointer is
 * of no candidate, or where it has no weight that is written beside it.
 */
export function weightEdits(file: ParsedFile, offset: number, pointer: string | undefined, to?: string): TextEdit[] {
  const [section, workload, route, list, index] = pointer === undefined ? [] : pointerSegments(pointer);
  if (section !== "workloads" || route !== "route" || list !== "candidates" || !workload || index === undefined)
    return [];
  const holder = placeAt(file, offset, toPointer([section, workload, route]))?.node;
  const candidate = holder && findNode(holder, toPointer([list, index]))?.node;
  const weights = placeAt(file, offset, toPointer([section, workload, route, "weights"]))?.node;
  if (holder?.type !== "map" || candidate?.type !== "scalar" || weights?.type !== "map") return [];
  return weightEdit(file, holder, weights, String(candidate.value), to);
}

function weightEdit(file: ParsedFile, route: MapNode, weights: MapNode, from: string, to?: string): TextEdit[] {
  const own = ownEntries(weights).find(({ key }) => key === from);
  if (!own) return [];
  if (to !== undefined && !weights.entries.has(to)) {
    const start = startOfEntry(file, own);
    const quotes = own.keySpan.start - start;
    return [replace(file, { start, end: own.keySpan.end + quotes }, keyText(to, quotes > 0))];
  }
  const span = entryRemoval(file, weights, from) ?? entryRemoval(file, route, "weights");
  return span ? [replace(file, span, "")] : [];
}
