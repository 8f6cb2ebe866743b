/** All documents of the open folders: what an editor has open as it is there, the rest from disk. */
import {
  type CheckedWorkspace,
  checkFiles,
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

/** The documents of one folder, linked with each other. Files outside of all folders share a group without a root. */
export interface PolicyGroup {
  /** The path of the folder; undefined for files outside of all folders. */
  root: string | undefined;
  checked: CheckedWorkspace;
}

export class WorkspaceFiles {
  readonly #open: OpenDocuments;
  readonly #cache: ParseCache;
  readonly #isDocument: (document: TextDocument) => boolean;
  readonly #closed = new Map<string, ParsedFile>();
  #roots: string[] = [];
  #groups: { signature: readonly ParsedFile[]; group: PolicyGroup }[] = [];

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
    if (file === undefined || this.#rootOf(uri) === undefined) return;
    try {
      const parsed = await readDocument(file);
      if (parsed.recognised) this.#closed.set(file, parsed);
      else this.#closed.delete(file);
    } catch {
      this.#closed.delete(file);
    }
  }

  /** The file as it is now: the editor's text where it is open. Undefined where it is not known. */
  file(uri: string): ParsedFile | undefined {
    const document = this.#open.get(uri);
    return document ? this.#cache.parse(document) : this.#closed.get(fileKey(uri));
  }

  /** The group that a file belongs to, checked. A file that is no document belongs to the group of its folder. */
  groupOf(uri: string): PolicyGroup {
    const root = this.#rootOf(uri);
    return this.groups().find((group) => group.root === root) ?? { root, checked: checkFiles([]) };
  }

  /** All groups, checked; what did not change since the last time is not checked again. */
  groups(): PolicyGroup[] {
    const members = new Map<string | undefined, ParsedFile[]>(this.#roots.map((root) => [root, []]));
    for (const file of this.#all()) {
      const root = this.#rootOf(file.uri);
      const group = members.get(root);
      if (group) group.push(file);
      else members.set(root, [file]);
    }
    this.#groups = [...members].map(([root, files]) => {
      const known = this.#groups.find(({ group, signature }) => group.root === root && sameFiles(signature, files));
      return known ?? { signature: files, group: { root, checked: checkFiles(files) } };
    });
    return this.#groups.map(({ group }) => group);
  }

  /** The groups as they were checked last, for features that must be quick; checks them where they never were. */
  lastGroupOf(uri: string): PolicyGroup {
    const root = this.#rootOf(uri);
    return this.#groups.find(({ group }) => group.root === root)?.group ?? this.groupOf(uri);
  }

  #all(): ParsedFile[] {
    const files = new Map(this.#closed);
    for (const document of this.#open.all()) {
      if (this.#isDocument(document)) files.set(fileKey(document.uri), this.#cache.parse(document));
    }
    return [...files].sort(([a], [b]) => (a < b ? -1 : 1)).map(([, file]) => file);
  }

  /** The innermost open folder that holds a file. */
  #rootOf(uri: string): string | undefined {
    const file = pathOf(uri);
    if (file === undefined) return undefined;
    const holding = this.#roots.filter((root) => relativePath(root, file) !== undefined);
    return holding.sort((a, b) => b.length - a.length)[0];
  }
}

function sameFiles(a: readonly ParsedFile[], b: readonly ParsedFile[]): boolean {
  return a.length === b.length && a.every((file, index) => file === b[index]);
}
