/** Edits of several files, looked through side by side before they are made. */
import {
  commands,
  type Disposable,
  l10n,
  type TextDocument,
  type TextDocumentContentProvider,
  Uri,
  WorkspaceEdit,
  window,
  workspace,
} from "vscode";
import { applied } from "./applied.ts";
import { digestOf } from "./digest.ts";

const SCHEME = "fairlead-preview";

/** What a person is asked. */
export interface ReviewWords {
  /** Of the comparison. */
  title: string;
  /** The question beside it. */
  question: string;
}

/** What came of a review. */
export interface Reviewed {
  /** Files that changed. */
  changed: Uri[];
  /** Those of them that could not be saved, or wait for it: a file may be read-only. */
  unsaved: Uri[];
}

const NOTHING: Reviewed = { changed: [], unsaved: [] };

export class EditReview implements TextDocumentContentProvider, Disposable {
  readonly #texts = new Map<string, string>();
  readonly #registration: Disposable;
  #count = 0;

  constructor() {
    this.#registration = workspace.registerTextDocumentContentProvider(SCHEME, this);
  }

  provideTextDocumentContent(uri: Uri): string {
    return this.#texts.get(uri.toString()) ?? "";
  }

  dispose(): void {
    this.#registration.dispose();
    this.#texts.clear();
  }

  /**
   * Shows every file before and after, and asks. Answers with the files that changed: all, or what was ticked in the
   * editor's own preview, or none. `digests` are of the texts that the edits were made for, by file; where one is
   * another by now, or gone, nothing is shown.
   */
  async review(
    edit: WorkspaceEdit,
    { title, question }: ReviewWords,
    digests: ReadonlyMap<string, string> = new Map(),
  ): Promise<Reviewed> {
    const before: Text[] = [];
    const pairs: [Uri, Uri, Uri][] = [];
    const plain = new WorkspaceEdit();
    this.#count += 1;
    for (const [uri, edits] of edit.entries()) {
      const document = await opened(uri);
      const text = document?.getText();
      const expected = digests.get(uri.toString());
      if (!document || text === undefined || (expected !== undefined && digestOf(text) !== expected)) {
        warnOfChange();
        return NOTHING;
      }
      before.push({ uri, text });
      const after = Uri.from({ scheme: SCHEME, path: uri.path, query: String(this.#count) });
      const byOffset = edits.map(({ range, newText }) => ({
        start: document.offsetAt(range.start),
        end: document.offsetAt(range.end),
        text: newText,
      }));
      this.#texts.set(after.toString(), applied(text, byOffset));
      pairs.push([uri, uri, after]);
      plain.set(uri, edits);
    }
    await commands.executeCommand("vscode.changes", title, pairs);
    const [apply, choose] = [l10n.t("Apply"), l10n.t("Choose Changes…")];
    const answer = await window.showInformationMessage(question, apply, choose);
    await closeTab(title);
    for (const [, , after] of pairs) this.#texts.delete(after.toString());
    if (answer === undefined) return NOTHING;
    if ((await changedSince(before)).length > 0) {
      warnOfChange();
      return NOTHING;
    }
    const isMade = await workspace.applyEdit(answer === choose ? edit : plain, { isRefactoring: true });
    // Whoever closes the editor's own list knows that nothing was made.
    if (!isMade && answer === apply) {
      void window.showWarningMessage(l10n.t("Fairlead: the editor did not make the changes. Nothing was applied."));
    }
    const changed = await changedSince(before);
    const documents = await Promise.all(changed.map(opened));
    return { changed, unsaved: changed.filter((_uri, index) => documents[index]?.isDirty) };
  }
}

interface Text {
  uri: Uri;
  text: string;
}

/** A document; undefined where the file is gone or can not be read. */
async function opened(uri: Uri): Promise<TextDocument | undefined> {
  try {
    return await workspace.openTextDocument(uri);
  } catch {
    return undefined;
  }
}

/** Documents are asked for anew: one that was closed meanwhile stays as it was. */
async function changedSince(before: readonly Text[]): Promise<Uri[]> {
  const now = await Promise.all(before.map(({ uri }) => opened(uri)));
  return before.flatMap(({ uri, text }, index) => (now[index]?.getText() === text ? [] : uri));
}

function warnOfChange(): void {
  void window.showWarningMessage(
    l10n.t("Fairlead: the files changed while the changes were being looked through. Nothing was applied; ask again."),
  );
}

/** The editor adds the number of files to the title. */
async function closeTab(title: string): Promise<void> {
  const tabs = window.tabGroups.all.flatMap((group) => group.tabs).filter((tab) => tab.label.startsWith(title));
  await window.tabGroups.close(tabs);
}
