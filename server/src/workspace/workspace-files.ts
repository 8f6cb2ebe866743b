/** All documents of the open folders: what an editor has open as it is there, the rest from disk. */

import path from "node:path";
import {
  type CheckedWorkspace,
  eachOf,
  isSkippedPath,
  type ParsedFile,
  readCandidate,
  readWorkspace,
} from "@fairlead/runtime/documents";
import { checkWorkspace, RuleMemory } from "@fairlead/runtime/rules";
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

/** A group with what it was made of. */
interface KnownGroup {
  signature: readonly ParsedFile[];
  /** Since 1970. */
  day: number;
  memory: RuleMemory;
  group: PolicyGroup;
}

/**
 * So often a text is parsed again that changes while it is parsed, before nobody else has a turn until it is done: about
 * a second of typing without a pause.
 */
const ATTEMPTS = 30;

const DAY = 24 * 60 * 60 * 1000;

export class WorkspaceFiles {
  readonly #open: OpenDocuments;
  readonly #cache: ParseCache;
  readonly #isDocument: (document: TextDocument) => boolean;
  readonly #closed = new Map<string, ParsedFile>();
  #roots: string[] = [];
  /** URIs of folders that are not on this machine: what is open of them is all that there is. */
  #virtualRoots: string[] = [];
  #groups = new Map<string, KnownGroup>();
  readonly #now: () => number;

  constructor(
    open: OpenDocuments,
    cache: ParseCache,
    isDocument: (document: TextDocument) => boolean,
    now: () => number,
  ) {
    this.#open = open;
    this.#cache = cache;
    this.#isDocument = isDocument;
    this.#now = now;
  }

  /** The paths of the open folders. */
  get roots(): readonly string[] {
    return this.#roots;
  }

  /** Reads all documents of these folders anew. Folders and files that cannot be read are passed over and returned. */
  async load(folderUris: readonly string[]): Promise<string[]> {
    const roots = folderUris.flatMap((uri) => pathOf(uri) ?? []);
    this.#virtualRoots = folderUris.filter((uri) => pathOf(uri) === undefined);
    const unreadable: string[] = [];
    const closed = new Map<string, ParsedFile>();
    for (const root of roots) {
      try {
        const { files } = await readWorkspace(root, (unread) => unreadable.push(unread));
        for (const file of files) closed.set(fileKey(file.uri), file);
      } catch {
        unreadable.push(root);
      }
    }
    this.#roots = roots;
    this.#closed.clear();
    for (const [key, file] of closed) this.#closed.set(key, file);
    return unreadable;
  }

  /** Reads files anew, after they were created, changed or deleted on disk. */
  async refresh(uris: Iterable<string>): Promise<void> {
    await eachOf([...new Set(uris)], async (uri) => {
      const file = pathOf(uri);
      if (file === undefined || this.#home(uri).root === undefined) return;
      const parsed = await readCandidate(file, this.#closed.get(file), () => {});
      if (parsed?.recognised) this.#closed.set(file, parsed);
      else this.#closed.delete(file);
    });
  }

  /** Parses an open document in turns with other work, so that asking for its group takes little time. */
  async prepare(document: TextDocument): Promise<void> {
    // Where somebody types on meanwhile it begins anew, and each time there is less to do.
    for (let attempt = 0; attempt < ATTEMPTS && !this.#cache.isFresh(document); attempt += 1)
      await this.#cache.prepare(document, this.#closed.get(fileKey(document.uri)));
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
      // What notices, prices and renewals mean changes at midnight (UTC).
      const at = this.#now();
      const day = Math.floor(at / DAY);
      const same = known && known.day === day && sameFiles(known.signature, files);
      const memory = known?.memory ?? new RuleMemory();
      const group = same ? known.group : { root, checked: checkWorkspace(files, { at, memory }) };
      this.#groups.set(key, { signature: files, day, memory, group });
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
      const key = fileKey(document.uri);
      if (this.#isDocument(document)) files.set(key, this.#cache.parse(document, this.#closed.get(key)));
      else files.delete(key);
    }
    return [...files].sort(([a], [b]) => (a < b ? -1 : 1)).map(([, file]) => file);
  }

  /** The innermost open folder that looks at a file, or the folder that it lies in. */
  #home(uri: string): { key: string; root: string | undefined } {
    const file = pathOf(uri);
    if (file === undefined) return this.#homeElsewhere(uri);
    const holding = this.#roots.filter((root) => {
      const relative = relativePath(root, file);
      return relative !== undefined && !isSkippedPath(relative);
    });
    const root = holding.sort((a, b) => b.length - a.length)[0];
    return { key: root ?? `outside ${path.dirname(file)}`, root };
  }

  /** Of what is no file on this machine: not saved yet, or in a folder that only the editor can read. */
  #homeElsewhere(uri: string): { key: string; root: string | undefined } {
    if (uri.startsWith("untitled:")) {
      const [root, ...others] = this.#roots;
      return root !== undefined && others.length === 0 ? { key: root, root } : { key: "untitled", root: undefined };
    }
    const folder = this.#virtualRoots.find((one) => uri.startsWith(one.endsWith("/") ? one : `${one}/`));
    return { key: folder ?? `outside ${uri.slice(0, uri.lastIndexOf("/"))}`, root: undefined };
  }
}

const NOTHING = checkWorkspace([], { at: 0 });

function sameFiles(a: readonly ParsedFile[], b: readonly ParsedFile[]): boolean {
  return a.length === b.length && a.every((file, index) => file === b[index]);
}
