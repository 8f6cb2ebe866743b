/** Where the application code of a workspace names workloads. Asked when somebody wants to know, never while typing. */
import { stat } from "node:fs/promises";
import { pathToFileURL } from "node:url";
import type { Range } from "@fairlead/runtime/documents";
import { TextDocument } from "vscode-languageserver-textdocument";
import { mayMentionWorkload } from "../../code/mentions/prefilter.ts";
import { readSource } from "../../code/scan/read.ts";
import { findSourceFiles } from "../../code/scan/walk.ts";
import { fileKey, relativePath } from "../../documents/uris.ts";
import { isCode } from "../../languages.ts";
import type { OpenDocuments, PolicyGroup, WorkspaceFiles } from "../../workspace/workspace-files.ts";
import { documentMentions } from "./document-mentions.ts";
import { loadMentions } from "./load.ts";

/** The name of a workload in a source file. */
export interface PlacedMention {
  workload: string;
  uri: string;
  /** The text between the quotes, as an editor counts: without a byte order mark. */
  range: Range;
}

export interface MentionOptions {
  /** Milliseconds for which an earlier answer will do. Without it, every file is looked at again. */
  maxAge?: number;
}

interface KnownFile {
  stamp: string;
  mentions: readonly PlacedMention[];
}

interface Answer {
  at: number;
  mentions: Promise<PlacedMention[]>;
}

const NONE: readonly PlacedMention[] = [];

// Enough to keep the disk busy, few enough to hold in memory.
const AT_ONCE = 64;

export class MentionIndex {
  readonly #open: OpenDocuments;
  readonly #files: WorkspaceFiles;
  /** What files on disk hold, by the folder they were looked for in and their path. */
  readonly #ofClosed = new Map<string, Map<string, KnownFile>>();
  readonly #answers = new Map<string, Answer>();

  constructor(open: OpenDocuments, files: WorkspaceFiles) {
    this.#open = open;
    this.#files = files;
  }

  /** All mentions in the code that belongs to a group: of its folder, and of what is open in the editor. */
  async mentions(group: PolicyGroup, { maxAge = 0 }: MentionOptions = {}): Promise<PlacedMention[]> {
    const open = await this.#inOpen(group);
    const shown = new Set(this.#open.all().map(({ uri }) => fileKey(uri)));
    const closed = group.root === undefined ? [] : await this.#inFolder(group.root, maxAge);
    return [...closed.filter(({ uri }) => !shown.has(fileKey(uri))), ...open].sort(byPlace);
  }

  /** The places at which each workload is named in code; workloads that no code names are not in it. */
  async workloadUses(group: PolicyGroup, options: MentionOptions = {}): Promise<Map<string, PlacedMention[]>> {
    const uses = new Map<string, PlacedMention[]>();
    for (const mention of await this.mentions(group, options)) {
      const known = uses.get(mention.workload);
      if (known) known.push(mention);
      else if (mention.workload !== "") uses.set(mention.workload, [mention]);
    }
    return uses;
  }

  /** The mentions in one open text as it is now. */
  async inDocument(document: TextDocument): Promise<readonly PlacedMention[]> {
    if (!mayMentionWorkload(document.getText())) return NONE;
    return documentMentions(await loadMentions(), document);
  }

  async #inOpen(group: PolicyGroup): Promise<PlacedMention[]> {
    const own = this.#open.all().filter((one) => isCode(one) && this.#files.lastGroupOf(one.uri) === group);
    return (await Promise.all(own.map((one) => this.inDocument(one)))).flat();
  }

  #inFolder(root: string, maxAge: number): Promise<PlacedMention[]> {
    const before = this.#answers.get(root);
    const now = performance.now();
    if (before && now - before.at < maxAge) return before.mentions;
    const mentions = this.#look(root);
    this.#answers.set(root, { at: now, mentions });
    // A failure is for the request that waits for it, and not for those after it.
    mentions.catch(() => this.#answers.delete(root));
    return mentions;
  }

  async #look(root: string): Promise<PlacedMention[]> {
    const { files } = await findSourceFiles(root, undefined, undefined);
    const others = this.#files.roots.filter((other) => relativePath(root, other) !== undefined);
    const own = files.filter((file) => !others.some((other) => relativePath(other, file) !== undefined));
    const before = this.#ofClosed.get(root);
    const after = new Map<string, KnownFile>();
    for (let first = 0; first < own.length; first += AT_ONCE) {
      const batch = own.slice(first, first + AT_ONCE);
      const known = await Promise.all(batch.map((file) => lookInto(file, before?.get(file))));
      batch.forEach((file, index) => {
        const one = known[index];
        if (one) after.set(file, one);
      });
    }
    this.#ofClosed.set(root, after);
    return [...after.values()].flatMap(({ mentions }) => mentions);
  }
}

/** What a file on disk holds; undefined for one that can not be read. */
async function lookInto(file: string, before: KnownFile | undefined): Promise<KnownFile | undefined> {
  const facts = await stat(file).catch(() => undefined);
  if (!facts) return undefined;
  const stamp = `${facts.mtimeMs} ${facts.ctimeMs} ${facts.size} ${facts.ino}`;
  if (before?.stamp === stamp) return before;
  const source = await readSource(file);
  if ("why" in source || !mayMentionWorkload(source.text)) return { stamp, mentions: NONE };
  const uri = pathToFileURL(file).href;
  const document = TextDocument.create(uri, "", 0, source.text.replace(/^\uFEFF/, ""));
  return { stamp, mentions: documentMentions(await loadMentions(), document) };
}

function byPlace(a: PlacedMention, b: PlacedMention): number {
  if (a.uri !== b.uri) return a.uri < b.uri ? -1 : 1;
  return a.range.start.line - b.range.start.line || a.range.start.character - b.range.start.character;
}
