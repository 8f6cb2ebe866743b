/** All documents of the open folders: what an editor has open as it is there, the rest from disk. */

import path from "node:path";
import {
  type CheckedWorkspace,
  checkFiles,
  isSkippedPath,
  type ParsedFile,
  readDocument,
  readWorkspace,
} from "@fairlead/runtime/documents";
import type { TextDocument } from "vscode-languageserver-textdocument";
import type { ParseCache } from "../documents/parse-cache.ts";
import { fileKey, pathOf, relativePath } from "../documents/uris.ts";

/** What is open in the editor. */
export interface OpenDocuments {
  get(uri: string): TextDocument | undefined;
  all(): TextDocument[];
}

/**
 * The documents of one folder, linked with each other. Documents outside of the open folders, or where these are not
 * looked into, make a group for each folder that they lie in, as far as they are open.
 */
export interface PolicyGroup {
  /** The path of the open folder; undefined for documents outside. */
  root: string | undefined;
  checked: CheckedWorkspace;
}

export class WorkspaceFiles {
  readonly #open: OpenDocuments;
  readonly #cache: ParseCache;
  readonly #isDocument: (document: TextDocument) => boolean;
  readonly #closed = new Map<string, ParsedFile>();
  #roots: string[] = [];
  #groups = new Map<string, { signature: readonly ParsedFile[]; group: PolicyGroup }>();

  constructor(open: OpenDocuments, cache: ParseCache, isDocument: (document: TextDocument) => boolean) {
    this.#open = open;
    this.#cache = cache;
    this.#isDocument = isDocument;
  }

  /** The paths of the open folders. */
  get roots(): readonly string[] {
    return this.#roots;
  }

  /** Reads all documents of these folders anew. Folders that cannot be read are passed over and returned. */
  async load(folderUris: readonly string[]): Promise<string[]> {
    const roots = folderUris.flatMap((uri) => pathOf(uri) ?? []);
    const unreadable: string[] = [];
    const closed = new Map<string, ParsedFile>();
    for (const root of roots) {
      try {
        for (const file of (await readWorkspace(root)).files) closed.set(fileKey(file.uri), file);
      } catch {
        unreadable.push(root);
      }
    }
    this.#roots = roots;
    this.#closed.clear();
    for (const [key, file] of closed) this.#closed.set(key, file);
    return unreadable;
  }

  /** Reads one file anew, after it was created, changed or deleted on disk. */
  async refresh(uri: string): Promise<void> {
    const file = pathOf(uri);
    if (file === undefined || this.#home(uri).root === undefined) return;
    try {
      const parsed = await readDocument(file);
      if (parsed.recognised) this.#closed.set(file, parsed);
      else this.#closed.delete(file);
    } catch {
      this.#closed.delete(file);
    }
  }

  /** Whether a file was read from disk as a document. */
  isKnown(uri: string): boolean {
    return this.#closed.has(fileKey(uri));
  }

  /** Lets go of all that was read below a folder, after it was deleted. */
  forgetFolder(uri: string): void {
    const folder = pathOf(uri);
    if (folder === undefined) return;
    for (const file of this.#closed.keys()) if (relativePath(folder, file) !== undefined) this.#closed.delete(file);
  }

  /** The group that a file belongs to, checked. A file that is no document belongs to the group of its folder. */
  groupOf(uri: string): PolicyGroup {
    this.groups();
    return this.lastGroupOf(uri);
  }

  /** All groups, checked; what did not change since the last time is not checked again. */
  groups(): PolicyGroup[] {
    const members = new Map<string, { root: string | undefined; files: ParsedFile[] }>(
      this.#roots.map((root) => [root, { root, files: [] }]),
    );
    for (const file of this.#all()) {
      const { key, root } = this.#home(file.uri);
      const group = members.get(key);
      if (group) group.files.push(file);
      else members.set(key, { root, files: [file] });
    }
    const before = this.#groups;
    this.#groups = new Map();
    for (const [key, { root, files }] of members) {
      const known = before.get(key);
      const same = known && sameFiles(known.signature, files);
      this.#groups.set(key, same ? known : { signature: files, group: { root, checked: checkFiles(files) } });
    }
    return [...this.#groups.values()].map(({ group }) => group);
  }

  /** The group of a file as it was checked last, for features that must be quick. */
  lastGroupOf(uri: string): PolicyGroup {
    if (this.#groups.size === 0 && this.#roots.length > 0) this.groups();
    const { key, root } = this.#home(uri);
    return this.#groups.get(key)?.group ?? { root, checked: NOTHING };
  }

  #all(): ParsedFile[] {
    const files = new Map(this.#closed);
    for (const document of this.#open.all()) {
      if (this.#isDocument(document)) files.set(fileKey(document.uri), this.#cache.parse(document));
      else files.delete(fileKey(document.uri));
    }
    return [...files].sort(([a], [b]) => (a < b ? -1 : 1)).map(([, file]) => file);
  }

  /** The innermost open folder that looks at a file, or the folder that it lies in. */
  #home(uri: string): { key: string; root: string | undefined } {
    const file = pathOf(uri);
    if (file === undefined) return { key: uri, root: undefined };
    const holding = this.#roots.filter((root) => {
      const relative = relativePath(root, file);
      return relative !== undefined && !isSkippedPath(relative);
    });
    const root = holding.sort((a, b) => b.length - a.length)[0];
    return { key: root ?? `outside ${path.dirname(file)}`, root };
  }
}

const NOTHING = checkFiles([]);

function sameFiles(a: readonly ParsedFile[], b: readonly ParsedFile[]): boolean {
  return a.length === b.length && a.every((file, index) => file === b[index]);
}
