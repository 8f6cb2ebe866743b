/** Diagnostics as far as a client understands them. */
import {
  type ClientCapabilities,
  type Diagnostic,
  DiagnosticSeverity,
  type DiagnosticTag,
} from "vscode-languageserver";

/** What a client can show of a diagnostic beyond its range and message. */
export interface DiagnosticSupport {
  relatedInformation: boolean;
  codeDescription: boolean;
  tags: readonly DiagnosticTag[];
}

/** Reads what the client says of the diagnostics that it pulls, or else of those that are pushed to it. */
export function diagnosticSupport({ textDocument }: ClientCapabilities): DiagnosticSupport {
  const pushed = textDocument?.publishDiagnostics;
  const pulled = textDocument?.diagnostic;
  return {
    relatedInformation: pulled?.relatedInformation ?? pushed?.relatedInformation ?? false,
    codeDescription: pulled?.codeDescriptionSupport ?? pushed?.codeDescriptionSupport ?? false,
    tags: pulled?.tagSupport?.valueSet ?? pushed?.tagSupport?.valueSet ?? [],
  };
}

/** A diagnostic without what the client has no use for. */
export function forClient(diagnostic: Diagnostic, support: DiagnosticSupport): Diagnostic {
  const { relatedInformation, codeDescription, tags, ...rest } = diagnostic;
  const shown = tags?.filter((tag) => support.tags.includes(tag)) ?? [];
  return {
    ...rest,
    ...(codeDescription && support.codeDescription && { codeDescription }),
    ...(relatedInformation && support.relatedInformation && { relatedInformation }),
    ...(shown.length > 0 && { tags: shown }),
  };
}

/** More than this of one file nobody reads, and editors leave out. */
const MOST = 1_000;

/** What is told of one file: of very many the worst ones, in the order given. */
export function worthTelling(diagnostics: readonly Diagnostic[]): readonly Diagnostic[] {
  if (diagnostics.length <= MOST) return diagnostics;
  const severity = (one: Diagnostic) => one.severity ?? DiagnosticSeverity.Error;
  const places = [...diagnostics.keys()];
  const weight = (place: number) => severity(diagnostics[place] as Diagnostic);
  places.sort((a, b) => weight(a) - weight(b) || a - b);
  const kept = places.slice(0, MOST).sort((a, b) => a - b);
  return kept.map((place) => diagnostics[place] as Diagnostic);
}
