/** Where the application code of a workspace names workloads. Asked when somebody wants to know, never while typing. */
import type { Range } from "@fairlead/runtime/documents";
import type { TextDocument } from "vscode-languageserver-textdocument";
import { mayMentionWorkload } from "../../code/mentions/prefilter.ts";
import type { FileMentions } from "../../code/mentions/types.ts";
import type { OpenDocuments, PolicyGroup, WorkspaceFiles } from "../../workspace/workspace-files.ts";
import { documentMentions, placed } from "./document-mentions.ts";
import { loadMentions } from "./load.ts";
import { ProjectLinks } from "./project-links.ts";
import { type SourceFile, sourceFiles } from "./source-files.ts";

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

/** What a file says by itself. */
interface KnownFile extends Pick<FileMentions, "wanted" | "offered"> {
  stamp: string;
  mentions: readonly PlacedMention[];
  /** What it says where others lead to it, and the links by which that was found. */
  linked?: { key: string; mentions: readonly PlacedMention[] };
}

// Enough to keep the disk busy, few enough to hold in memory.
const AT_ONCE = 64;

export class MentionIndex {
  readonly #open: OpenDocuments;
  readonly #files: WorkspaceFiles;
  /** What files hold, by the group that they were looked for and their path. */
  readonly #known = new Map<string, Map<string, KnownFile>>();
  readonly #answers = new Map<string, { at: number; mentions: Promise<PlacedMention[]> }>();

  constructor(open: OpenDocuments, files: WorkspaceFiles) {
    this.#open = open;
    this.#files = files;
  }

  /** All mentions in the code that belongs to a group, in order of place: of its folder, and of what is open. */
  mentions(group: PolicyGroup, { maxAge = 0 }: MentionOptions = {}): Promise<PlacedMention[]> {
    const key = group.root ?? "";
    const before = this.#answers.get(key);
    const now = performance.now();
    if (group.root !== undefined && before && now - before.at < maxAge) return before.mentions;
    const mentions = this.#look(group);
    this.#answers.set(key, { at: now, mentions });
    // A failure is for the request that waits for it, and not for those after it.
    mentions.catch(() => this.#answers.delete(key));
    return mentions;
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

  /** The mentions in one open text as it is now, without what only other files tell. */
  async inDocument(document: TextDocument): Promise<readonly PlacedMention[]> {
    return mayMentionWorkload(document.getText()) ? documentMentions(await loadMentions(), document) : [];
  }

  async #look(group: PolicyGroup): Promise<PlacedMention[]> {
    const files = await sourceFiles(group, this.#open, this.#files);
    const before = this.#known.get(group.root ?? "");
    const after = new Map<string, KnownFile>();
    await inBatches(files, async (file) => {
      const known = before?.get(file.path);
      after.set(file.path, known?.stamp === file.stamp ? known : await readAlone(file));
    });
    this.#known.set(group.root ?? "", after);
    const links = new ProjectLinks(files.flatMap(({ path }) => pairOf(path, after.get(path))));
    if (!links.areNone) await inBatches(files, (file) => readLinked(file, after.get(file.path), links));
    return files.flatMap(({ path }) => {
      const { linked, mentions = [] } = after.get(path) ?? {};
      return linked?.key === links.key ? linked.mentions : mentions;
    });
  }
}

function pairOf(path: string, known: KnownFile | undefined): [string, KnownFile][] {
  return known ? [[path, known]] : [];
}

async function readAlone({ path, stamp, read }: SourceFile): Promise<KnownFile> {
  const document = await read();
  const text = document?.getText();
  if (!document || text === undefined || !mayMentionWorkload(text))
    return { stamp, mentions: [], wanted: [], offered: [] };
  const { mentions, wanted, offered } = (await loadMentions()).readMentions(path, text);
  return { stamp, mentions: placed(document, mentions), wanted, offered };
}

/** Adds what other files make of one. */
async function readLinked(
  { path, read }: SourceFile,
  known: KnownFile | undefined,
  links: ProjectLinks,
): Promise<void> {
  if (!known || known.linked?.key === links.key) return;
  const document = await read();
  const text = document?.getText() ?? "";
  const others = document && links.forFile(path, text);
  const mentions =
    document && others
      ? placed(document, (await loadMentions()).readMentions(path, text, others).mentions)
      : known.mentions;
  known.linked = { key: links.key, mentions };
}

async function inBatches<T>(items: readonly T[], work: (item: T) => Promise<void>): Promise<void> {
  for (let first = 0; first < items.length; first += AT_ONCE)
    await Promise.all(items.slice(first, first + AT_ONCE).map(work));
}
