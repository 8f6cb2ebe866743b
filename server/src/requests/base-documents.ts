/** The documents of a folder as they are in a git revision, kept until the revision is another. */
import { type CheckedWorkspace, checkFiles, readRevision, resolveRevision } from "@fairlead/runtime/documents";

export class BaseDocuments {
  readonly #kept = new Map<string, { commit: string; checked: CheckedWorkspace }>();

  /** Reads and checks them, or takes what was read for the same commit. Rejects with a GitError. */
  async read(root: string, revision: string): Promise<CheckedWorkspace> {
    const key = `${root}\n${revision}`;
    const known = this.#kept.get(key);
    if (known && (await resolveRevision(root, revision)) === known.commit) return known.checked;
    const { commit, files } = await readRevision(root, revision);
    const checked = checkFiles(files);
    this.#kept.set(key, { commit, checked });
    return checked;
  }
}
