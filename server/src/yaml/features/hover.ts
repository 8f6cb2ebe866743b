/** What is under the pointer: an entity with its facts, or a key with its documentation. */
import {
  type CheckedWorkspace,
  childSchema,
  type DocumentNode,
  documentAt,
  type EntityKind,
  type EntityOccurrence,
  isDefinition,
  type ParsedDocument,
  type ParsedFile,
  type Position,
  pointerSegments,
  type Range,
  type SchemaNode,
  type Span,
  schemaForShape,
  schemaOf,
} from "@fairlead/runtime/documents";
import { type Hover, MarkupKind } from "vscode-languageserver";
import type { PolicyGroup } from "../../workspace/workspace-files.ts";
import { verdict, workloadOf } from "../completion/judged-offers.ts";
import { dateEffect } from "../date-effects.ts";
import { eligibility } from "../eligibility.ts";
import { entityCard } from "../entity-card.ts";
import { routeMarkdown } from "../route-text.ts";
import { enumMarkdown, schemaMarkdown } from "../schema-text.ts";
import { dateNote, valueNote } from "../value-notes.ts";

/** The hover at a position, or null where there is nothing to say. */
export function hover(file: ParsedFile, group: PolicyGroup, position: Position, now: number): Hover | null {
  const entity = hoverEntity(file, group, position, now);
  if (entity) return entity;
  const offset = file.lines.offsetAt(position);
  const document = documentAt(file, offset);
  const found = document && nodeUnder(document, offset);
  if (!found) return null;
  const { word, schema } = found;
  const { checked } = group;
  const notes =
    word && document.root
      ? [
          enumMarkdown(schema, word),
          valueNote(schema, word, found.path, document.root, now),
          schema.format === "date" ? dateEffect(found.path, word, checked, now) : undefined,
        ]
      : [];
  const markdown = [...notes, schemaMarkdown(schema, found.key)];
  return markdownHover(markdown.filter(Boolean).join("\n\n---\n\n"), file.lines.range(found.span));
}

function hoverEntity(
  file: ParsedFile,
  { checked }: PolicyGroup,
  position: Position,
  now: number,
): Hover | null | undefined {
  const all = checked.entities.allAt(file.uri, position);
  const whole = all[0];
  if (!whole || !checked.entities.has(whole.kind, whole.id)) return undefined;
  const sections = [entityCard(whole.kind, whole.id, checked.documents)];
  if (whole.kind === "workload") {
    const route = routeMarkdown(whole.id, checked, now);
    if (route) sections.push(route);
  }
  if (whole.kind === "notice") sections.push(...noticeEffect(whole.id, checked, now));
  const verdict = whole.kind === "deployment" && !isDefinition(whole) && verdictMarkdown(whole, checked, now);
  if (verdict) sections.push(verdict);
  if (isDefinition(whole) && CAN_BE_REFERRED_TO.has(whole.kind)) {
    const count = checked.entities.references(whole.kind, whole.id).length;
    sections.push(count === 1 ? "1 reference" : `${count} references`);
  }
  return markdownHover(sections.join("\n\n"), whole.location.range);
}

function noticeEffect(id: string, checked: CheckedWorkspace, now: number): string[] {
  const notice: { effective?: unknown } | null | undefined = checked.documents.catalog.notices[id];
  if (typeof notice?.effective !== "string") return [];
  const { effective } = notice;
  return [dateNote(effective, now), dateEffect(["notices", id, "effective"], effective, checked, now)].flatMap(
    (text) => text ?? [],
  );
}

/** Nothing names a rule, a budget, a notice or a benchmark. */
const CAN_BE_REFERRED_TO: ReadonlySet<EntityKind> = new Set([
  "provider",
  "model",
  "deployment",
  "contract",
  "businessUnit",
  "workload",
]);

/** Whether a deployment may serve the workload in whose list it stands. */
function verdictMarkdown(
  { id, pointer, document, location }: EntityOccurrence,
  checked: CheckedWorkspace,
  now: number,
): string | undefined {
  const kind = checked.files.find(({ uri }) => uri === location.uri)?.documents[document]?.kind;
  const workload = kind && workloadOf(kind, pointerSegments(pointer), checked);
  const rejections = workload && eligibility(workload, checked, now)?.get(id);
  return rejections && verdict(workload, rejections);
}

interface FoundPlace {
  schema: SchemaNode;
  span: Span;
  key: string | undefined;
  path: readonly (string | number)[];
  /** The value, where the pointer is on one. */
  word?: string;
}

/** The key or the scalar value under an offset, with what the schema says about it. */
function nodeUnder({ kind, root, ours }: ParsedDocument, offset: number): FoundPlace | undefined {
  if (!kind || !root || !ours) return undefined;
  const rootSchema = schemaOf(kind);
  let node: DocumentNode = root;
  let schema: SchemaNode | undefined = rootSchema;
  let key: string | undefined;
  const path: (string | number)[] = [];
  while (schema) {
    if (node.alias !== undefined) return undefined;
    if (node.type === "scalar") {
      if (!covers(node.span, offset) || node.value === null) return undefined;
      return {
        schema: schemaForShape(rootSchema, schema, "scalar"),
        span: node.span,
        key,
        path,
        word: String(node.value),
      };
    }
    if (node.type === "sequence") {
      const index: number = node.items.findIndex((item) => covers(item.span, offset));
      const item: DocumentNode | undefined = node.items[index];
      if (!item) return undefined;
      path.push(index);
      schema = childSchema(rootSchema, schema, index);
      node = item;
      continue;
    }
    const entry = [...node.entries.values()].find(
      ({ keySpan, value, merged }) => !merged && (covers(keySpan, offset) || covers(value.span, offset)),
    );
    if (!entry) return undefined;
    schema = childSchema(rootSchema, schema, entry.key);
    if (schema && covers(entry.keySpan, offset)) return { schema, span: entry.keySpan, key: entry.key, path };
    path.push(entry.key);
    key = entry.key;
    node = entry.value;
  }
  return undefined;
}

function covers({ start, end }: Span, offset: number): boolean {
  return start <= offset && offset <= end;
}

function markdownHover(value: string, range: Range): Hover | null {
  return value === "" ? null : { contents: { kind: MarkupKind.Markdown, value }, range };
}
