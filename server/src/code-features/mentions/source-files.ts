/** The source files of a group: what the editor has open as it is there, the rest from disk. */
import { stat } from "node:fs/promises";
import { pathToFileURL } from "node:url";
import { TextDocument } from "vscode-languageserver-textdocument";
import { readSource } from "../../code/scan/read.ts";
import { findSourceFiles } from "../../code/scan/walk.ts";
import { fileKey, relativePath } from "../../documents/uris.ts";
import { isCode } from "../../languages.ts";
import type { OpenDocuments, PolicyGroup, WorkspaceFiles } from "../../workspace/workspace-files.ts";
import { codePath } from "./document-mentions.ts";

/** One file, not read yet. */
export interface SourceFile {
  path: string;
  /** Changes when the text does. */
  stamp: string;
  /** The text as an editor has it, without a byte order mark; undefined for what is no readable source. */
  read(): Promise<TextDocument | undefined>;
}

/** All source files of a group, in order of their paths. */
export async function sourceFiles(
  group: PolicyGroup,
  open: OpenDocuments,
  files: WorkspaceFiles,
): Promise<SourceFile[]> {
  const { root } = group;
  const shown = new Set(open.all().map(({ uri }) => fileKey(uri)));
  // A group is made anew whenever one of its documents changes; its folder stays.
  const isOwn = (other: PolicyGroup) => (root === undefined ? other === group : other.root === root);
  const own = open.all().filter((one) => isCode(one) && isOwn(files.lastGroupOf(one.uri)));
  const closed = root === undefined ? [] : (await pathsIn(root, files.roots)).filter((path) => !shown.has(path));
  const found = [
    ...own.map(fromEditor),
    ...(await Promise.all(closed.map(fromDisk))).filter((one) => one !== undefined),
  ];
  return found.sort((a, b) => (a.path < b.path ? -1 : 1));
}

/** The paths below a folder that are in no other open folder. */
async function pathsIn(root: string, roots: readonly string[]): Promise<string[]> {
  const { files } = await findSourceFiles(root, undefined, undefined);
  const inner = roots.filter((other) => relativePath(root, other) !== undefined);
  return files.filter((file) => !inner.some((other) => relativePath(other, file) !== undefined));
}

function fromEditor(document: TextDocument): SourceFile {
  const { version, uri, languageId } = document;
  return {
    path: codePath(document),
    stamp: `open ${numberOf(document)} ${version}`,
    // A copy, since the text may change while others are read.
    read: async () => TextDocument.create(uri, languageId, document.version, document.getText()),
  };
}

async function fromDisk(path: string): Promise<SourceFile | undefined> {
  const facts = await stat(path).catch(() => undefined);
  if (!facts) return undefined;
  return {
    path,
    stamp: `${facts.mtimeMs} ${facts.ctimeMs} ${facts.size} ${facts.ino}`,
    read: async () => {
      const source = await readSource(path);
      if ("why" in source) return undefined;
      return TextDocument.create(pathToFileURL(path).href, "", 0, source.text.replace(/^\uFEFF/, ""));
    },
  };
}

// A text that is closed and opened again begins at version 1 anew.
const numbers = new WeakMap<TextDocument, number>();
let lastNumber = 0;

function numberOf(document: TextDocument): number {
  const known = numbers.get(document);
  if (known !== undefined) return known;
  lastNumber += 1;
  numbers.set(document, lastNumber);
  return lastNumber;
}
