/** The documents: read, validated, linked. */
export { isSkippedPath } from "./candidate-paths.ts";
export { type CheckedWorkspace, checkFiles, compareDiagnostics, prepareFile } from "./check-files.ts";
export * from "./diagnostic.ts";
export {
  childOf,
  type DocumentNode,
  type FoundNode,
  findNode,
  type MapEntry,
  type MapNode,
  type ScalarNode,
  type SequenceNode,
} from "./document-node.ts";
export { type EntityDefinition, EntityIndex, type EntityOccurrence, isDefinition } from "./entity-index.ts";
export { displayPath, formatDiagnostic } from "./format-diagnostic.ts";
export { formatYaml, type Replacement } from "./formatting/format.ts";
export { type Piece, piecesOf } from "./formatting/pieces.ts";
export { LineIndex, type Span } from "./line-index.ts";
export { entityName } from "./link-diagnostics.ts";
export { type LinkedWorkspace, linkFiles } from "./link-files.ts";
export { emptyDocuments, mergeDocuments } from "./merge-documents.ts";
export * from "./money.ts";
export { parseFile, parseFileInSteps } from "./parse-file.ts";
export { documentAt, type NodePlaces, type ParsedDocument, type ParsedFile, placesAt } from "./parsed-file.ts";
export { appendPointer, escapeSegment, pointerSegments, toPointer } from "./pointer.ts";
export { excludedBy, findProjects, includedFiles, type ProjectPlace, settingsFor } from "./projects.ts";
export {
  eachOf,
  type LoadedWorkspace,
  loadWorkspace,
  readCandidate,
  readDocument,
  readWorkspace,
} from "./read-workspace.ts";
export { API_VERSION, DOCUMENT_KINDS, hasFairleadHeader, isDocumentKind, kindOfName } from "./recognise.ts";
export { GitError, mergeBase, type Revision, readRevision, resolveRevision } from "./revision/read-revision.ts";
export { timezones } from "./rules/budget-unknown-timezone.ts";
export { documentRules } from "./rules/index.ts";
export type { DocumentRule } from "./rules/rule.ts";
export { childSchema, resolveSchema, schemaAt, schemaForShape } from "./schema-lookup.ts";
export { documentKindOf, type SchemaNode, schemaOf, sectionOf } from "./schemas.ts";
export type { Steps } from "./steps.ts";
export { stopsGeneration } from "./stops-generation.ts";
export { closest, didYouMean } from "./suggest.ts";
export { validateFile } from "./validate-file.ts";
export * from "./vocabulary.ts";
