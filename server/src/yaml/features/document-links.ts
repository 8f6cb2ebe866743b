/** Links out of a document: to the signed text of a contract, and to the code of a workload. */
import { stat } from "node:fs/promises";
import path from "node:path";
import { pathToFileURL } from "node:url";
import { type DocumentNode, findNode, type ParsedFile, toPointer } from "@fairlead/runtime/documents";
import type { DocumentLink } from "vscode-languageserver";
import { pathOf } from "../../documents/uris.ts";

/** A folder cannot be opened as a text, so that only an editor that can show it in its tree gets a link to it. */
export type FolderLink = (uri: string) => string | undefined;

interface Found {
  node: Extract<DocumentNode, { type: "scalar" }>;
  value: string;
  kind: "document" | "code";
}

/** The links of a file that lead somewhere. `root` is the open folder that it lies in. */
export async function documentLinks(
  file: ParsedFile,
  root: string | undefined,
  folderLink: FolderLink,
): Promise<DocumentLink[]> {
  const links = file.documents.flatMap(({ root: node, ours }) => (node && ours ? linksIn(node) : []));
  const resolved = await Promise.all(
    links.map(async ({ node, value, kind }): Promise<DocumentLink[]> => {
      const range = file.lines.range(node.inner);
      if (kind === "code") {
        const target = await codeTarget(value, root, folderLink);
        return target ? [{ range, target, tooltip: "Show the code" }] : [];
      }
      const target = await documentTarget(value, file.uri, root);
      return target ? [{ range, target, tooltip: "Open the contract" }] : [];
    }),
  );
  return resolved.flat();
}

function linksIn(root: DocumentNode): Found[] {
  const found: Found[] = [];
  const add = (kind: Found["kind"], node: DocumentNode | undefined) => {
    if (node?.type !== "scalar" || node.alias !== undefined || typeof node.value !== "string") return;
    if (node.value.trim() !== "") found.push({ node, value: node.value, kind });
  };
  for (const contract of entriesOf(root, "contracts")) add("document", childAt(contract, "document"));
  for (const workload of entriesOf(root, "workloads")) {
    const code = childAt(workload, "code");
    if (code?.type === "sequence" && code.alias === undefined) for (const item of code.items) add("code", item);
  }
  return found;
}

function entriesOf(root: DocumentNode, section: string): DocumentNode[] {
  const node = findNode(root, toPointer([section]))?.node;
  if (node?.type !== "map" || node.alias !== undefined) return [];
  return [...node.entries.values()].flatMap(({ value, merged }) =>
    merged || value.alias !== undefined ? [] : [value],
  );
}

function childAt(node: DocumentNode, key: string): DocumentNode | undefined {
  const entry = node.type === "map" ? node.entries.get(key) : undefined;
  return entry && !entry.merged ? entry.value : undefined;
}

async function documentTarget(value: string, uri: string, root: string | undefined): Promise<string | undefined> {
  if (/^https?:\/\/\S+$/i.test(value)) return URL.canParse(value) ? value : undefined;
  if (/^[a-z][a-z+.-]+:/i.test(value)) return undefined;
  const own = pathOf(uri);
  for (const folder of [own && path.dirname(own), root]) {
    if (folder === undefined) continue;
    const file = path.resolve(folder, value);
    if ((await kindOf(file)) === "file") return pathToFileURL(file).href;
  }
  return undefined;
}

/** The file that a glob names, or the deepest folder before its first wildcard. */
async function codeTarget(glob: string, root: string | undefined, folderLink: FolderLink): Promise<string | undefined> {
  if (root === undefined || glob.startsWith("!")) return undefined;
  const parts = glob.split("/");
  const wild = parts.findIndex((part) => /[*?[\]{}()!]/.test(part));
  const place = path.join(root, ...(wild < 0 ? parts : parts.slice(0, wild)));
  const relative = path.relative(root, place);
  if (relative === "" || relative.startsWith("..") || path.isAbsolute(relative)) return undefined;
  const kind = await kindOf(place);
  const uri = pathToFileURL(place).href;
  return kind === "file" ? uri : kind === "folder" ? folderLink(uri) : undefined;
}

async function kindOf(file: string): Promise<"file" | "folder" | undefined> {
  const facts = await stat(file).catch(() => undefined);
  return facts?.isFile() ? "file" : facts?.isDirectory() ? "folder" : undefined;
}
