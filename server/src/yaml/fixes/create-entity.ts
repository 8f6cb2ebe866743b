import {
  API_VERSION,
  type DocumentKind,
  documentKindOf,
  type EntityKind,
  type EntityOccurrence,
  entityName,
  findNode,
  type MapNode,
  type ParsedFile,
  resolveSchema,
  schemaOf,
  sectionOf,
} from "@fairlead/runtime/documents";
import type { TextEdit } from "vscode-languageserver";
import { entitySnippet, type InsertStyle } from "../completion/insert-text.ts";
import type { Fix, FixContext, Fixer } from "./fix.ts";
import { styleOf } from "./new-keys.ts";
import { endOfEntry, endOfLine, insert, lineEnding, ownEntries, startOfEntry } from "./node-edits.ts";

/** Defines what is referred to and does not exist: beside its like, or in a file of its own where there is none. */
export const createEntity: Fixer = (found, context) => {
  if (found.code !== "link.unknown-id" && found.code !== "link.no-documents") return [];
  const { file, checked } = context;
  const occurrence = checked.entities.at(file.uri, found.range.start);
  const all = occurrence ? [occurrence, ...partsAt(occurrence, context)] : [];
  // Of a deployment that is defined a part may be missing.
  const missing = all.filter(({ kind, id }) => !checked.entities.has(kind, id));
  return missing.flatMap((one) => created(one, context) ?? []);
};

/** The model and the provider of a deployment id, where they do not exist. */
function partsAt({ kind, location }: EntityOccurrence, { checked }: FixContext): EntityOccurrence[] {
  if (kind !== "deployment") return [];
  const { entities } = checked;
  return entities
    .allAt(location.uri, location.range.start)
    .filter(({ part, kind: of, id }) => part && !entities.has(of, id));
}

/** The fix that defines an id; undefined where there is no place for it. */
export function created({ kind, id }: Pick<EntityOccurrence, "kind" | "id">, context: FixContext): Fix | undefined {
  const title = `Create the ${entityName(kind)} ${id}`;
  const home = homeOf(kind, context);
  if (!home) return withNewFile(title, kind, id, context);
  const { file, map, root } = home;
  const edit = map ? besideOthers(file, map, kind, id) : withSection(file, root, kind, id);
  if (!edit) return undefined;
  const name = decodeURIComponent(file.uri.slice(file.uri.lastIndexOf("/") + 1));
  const isHere = file.uri === context.file.uri;
  return {
    title: isHere ? title : `${title} in ${name}`,
    edits: isHere ? [edit] : [],
    ...(!isHere && { elsewhere: new Map([[file.uri, [edit]]]) }),
    isPreferred: false,
  };
}

interface Home {
  file: ParsedFile;
  root: MapNode;
  /** The section with its like; undefined where the document has none yet. */
  map: MapNode | undefined;
}

/** Where entities of a kind are: in the same file before others, with a section before without. */
function homeOf(kind: EntityKind, { file, checked }: FixContext): Home | undefined {
  const section = sectionOf(kind);
  const files = [file, ...checked.files.filter((other) => other !== file)];
  const homes = files.flatMap((one) =>
    one.documents.flatMap((document): Home[] => {
      if (document.kind !== documentKindOf(kind) || document.root?.type !== "map" || document.brokenFrom !== undefined)
        return [];
      const node = findNode(document.root, `/${section}`)?.node;
      const map = node?.type === "map" && node.alias === undefined ? node : undefined;
      return [{ file: one, root: document.root, map }];
    }),
  );
  return (
    homes.find(({ map }) => map && ownEntries(map).length > 0) ?? homes.find(({ map, root }) => !map && !root.flow)
  );
}

/** The text of a new entity; with the id as it was written, and what it needs left open. */
function skeleton(kind: EntityKind, id: string, style: InsertStyle): string {
  const root = schemaOf(documentKindOf(kind));
  const section = root.properties?.[sectionOf(kind)];
  const schema = typeof section?.additionalProperties === "object" ? section.additionalProperties : {};
  const text = entitySnippet(root, id, resolveSchema(root, schema), style, true)
    .replace(/[ \t]+(?=\r?$)/gm, "")
    .replace(/ {2,}(?=\})/g, " ");
  // A map that needs nothing is a map all the same.
  return /:$/.test(text) && !text.includes("\n") ? `${text} {}` : text;
}

function besideOthers(file: ParsedFile, map: MapNode, kind: EntityKind, id: string): TextEdit | undefined {
  const entries = ownEntries(map);
  const [first] = entries;
  const last = entries.at(-1);
  if (!first || !last) return undefined;
  const { line, character: column } = file.lines.positionAt(startOfEntry(file, first));
  if (map.flow) return insert(file, endOfEntry(file, last), `, ${skeleton(kind, id, styleOf(file, 0, true))}`);
  if (file.lines.lineText(line).slice(0, column).replace("\uFEFF", "").trim() !== "") return undefined;
  const indentation = " ".repeat(column);
  const eol = lineEnding(file);
  const end = Math.max(...entries.map((entry) => endOfEntry(file, entry)));
  // Neighbours that each stand on one line, in braces, are joined by one more of the kind.
  const isFlow = last.value.type === "map" && last.value.flow;
  const style = { ...styleOf(file, column, false), flow: isFlow };
  const gap = hasGaps(file, map) ? eol : "";
  return insert(file, endOfLine(file, end), `${eol}${gap}${indentation}${skeleton(kind, id, style)}`);
}

/** Whether blank lines part the entries. */
function hasGaps({ lines }: ParsedFile, map: MapNode): boolean {
  const starts = ownEntries(map).map(({ keySpan }) => lines.positionAt(keySpan.start).line);
  return starts.length > 1 && starts.slice(1).every((line) => lines.lineText(line - 1).trim() === "");
}

function withSection(file: ParsedFile, root: MapNode, kind: EntityKind, id: string): TextEdit | undefined {
  const entries = ownEntries(root);
  const last = entries.at(-1);
  if (!last || root.flow) return undefined;
  const eol = lineEnding(file);
  const end = Math.max(...entries.map((entry) => endOfEntry(file, entry)));
  const text = `${sectionOf(kind)}:${eol}  ${skeleton(kind, id, styleOf(file, 2, false))}`;
  return insert(file, endOfLine(file, end), `${eol}${eol}${text}`);
}

const FILE_NAMES: Readonly<Record<DocumentKind, string>> = {
  Catalog: "models.catalog.yaml",
  RoutingPolicy: "models.routing-policy.yaml",
  BenchmarkSuite: "models.benchmark.yaml",
  Project: "fairlead.yaml",
};

function withNewFile(title: string, kind: EntityKind, id: string, { file, checked }: FixContext): Fix | undefined {
  const home = documentKindOf(kind);
  // Where a document of that kind can not be edited it must not get a rival.
  if (checked.files.some(({ documents }) => documents.some((one) => one.kind === home))) return undefined;
  const name = FILE_NAMES[home];
  if (!file.uri.includes("/")) return undefined;
  const uri = `${file.uri.slice(0, file.uri.lastIndexOf("/") + 1)}${name}`;
  const eol = lineEnding(file);
  const body = skeleton(kind, id, { ...styleOf(file, 2, false), json: false, flow: false });
  const text = [`apiVersion: ${API_VERSION}`, `kind: ${home}`, "", `${sectionOf(kind)}:`, `  ${body}`, ""].join(eol);
  return { title: `${title} in a new file ${name}`, edits: [], newFile: { uri, text }, isPreferred: false };
}
