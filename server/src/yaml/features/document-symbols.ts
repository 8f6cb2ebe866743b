/** The outline of a file: its documents, their sections, and the entities defined in them. */
import {
  type DocumentNode,
  type EntityIndex,
  type EntityKind,
  entityName,
  type MapEntry,
  type ParsedDocument,
  type ParsedFile,
  type Range,
  schemaOf,
} from "@fairlead/runtime/documents";
import { type DocumentSymbol, SymbolKind } from "vscode-languageserver";

/** How entities are shown in outlines. */
export const KINDS: Readonly<Record<EntityKind, SymbolKind>> = {
  provider: SymbolKind.Module,
  model: SymbolKind.Class,
  deployment: SymbolKind.Object,
  contract: SymbolKind.Interface,
  notice: SymbolKind.Event,
  businessUnit: SymbolKind.Namespace,
  workload: SymbolKind.Function,
  rule: SymbolKind.Operator,
  budget: SymbolKind.Constant,
  benchmark: SymbolKind.Method,
};

/** The symbols of a file. Several documents in one file become symbols of their own above the sections. */
export function documentSymbols(file: ParsedFile, entities: EntityIndex): DocumentSymbol[] {
  const documents = file.documents.filter(({ ours, root }) => ours && root?.type === "map");
  const sections = documents.map((document) => sectionSymbols(file, document, entities));
  if (documents.length <= 1) return sections.flat();
  return documents.map((document, index) => {
    const range = file.lines.range(trimmed(file.text, document.span.start, document.span.end));
    const selectionRange = { start: range.start, end: range.start };
    return symbol(document.kind ?? "Document", SymbolKind.File, range, selectionRange, "", sections[index] ?? []);
  });
}

function sectionSymbols(file: ParsedFile, document: ParsedDocument, entities: EntityIndex): DocumentSymbol[] {
  if (document.root?.type !== "map" || !document.kind) return [];
  const schema = schemaOf(document.kind);
  const symbols: DocumentSymbol[] = [];
  for (const entry of document.root.entries.values()) {
    const defines = schema.properties?.[entry.key]?.["x-defines"];
    if (!defines || entry.merged) continue;
    const range = file.lines.range({
      start: entry.keySpan.start,
      end: Math.max(entry.keySpan.end, endOf(entry.value)),
    });
    const children = entityEntries(entry).map((child) => {
      const own = file.lines.range(child.keySpan);
      const known = entities.at(file.uri, own.start);
      const whole = known && "entry" in known ? known.entry : own;
      return symbol(child.key || " ", KINDS[defines], whole, own, entityName(defines), []);
    });
    symbols.push(
      symbol(entry.key, SymbolKind.Package, range, file.lines.range(entry.keySpan), `${children.length}`, children),
    );
  }
  return symbols;
}

function entityEntries(section: MapEntry): MapEntry[] {
  // What an alias stands for has its place elsewhere, outside of this section.
  if (section.value.type !== "map" || section.value.alias !== undefined) return [];
  return [...section.value.entries.values()].filter((entry) => !entry.merged);
}

function symbol(
  name: string,
  kind: SymbolKind,
  range: Range,
  selectionRange: Range,
  detail: string,
  children: DocumentSymbol[],
): DocumentSymbol {
  return { name, kind, range, selectionRange, detail, children };
}

function endOf(node: DocumentNode): number {
  return node.span.end;
}

/** Trailing blank lines are of no document. */
function trimmed(text: string, start: number, end: number): { start: number; end: number } {
  let last = Math.min(end, text.length);
  while (last > start && /\s/.test(text.charAt(last - 1))) last -= 1;
  return { start: Math.min(start, text.length), end: last };
}
