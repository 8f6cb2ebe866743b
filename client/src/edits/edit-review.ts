/** Edits of several files, looked through side by side before they are made. */
import {
  commands,
  type Disposable,
  l10n,
  type TextDocumentContentProvider,
  Uri,
  WorkspaceEdit,
  window,
  workspace,
} from "vscode";
import { applied } from "./applied.ts";

const SCHEME = "fairlead-preview";

/** What a person is asked. */
export interface ReviewWords {
  /** Of the comparison. */
  title: string;
  /** The question beside it. */
  question: string;
}

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
   * editor's own preview, or none.
   */
  async review(edit: WorkspaceEdit, { title, question }: ReviewWords): Promise<Uri[]> {
    const before: { uri: Uri; text: string }[] = [];
    const pairs: [Uri, Uri, Uri][] = [];
    const plain = new WorkspaceEdit();
    this.#count += 1;
    for (const [uri, edits] of edit.entries()) {
      const document = await workspace.openTextDocument(uri);
      const text = document.getText();
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
    if (answer === undefined) return [];
    if ((await changedSince(before)).length > 0) {
      void window.showWarningMessage(
        l10n.t(
          "Fairlead: the files changed while the changes were being looked through. Nothing was applied; ask again.",
        ),
      );
      return [];
    }
    await workspace.applyEdit(answer === choose ? edit : plain, { isRefactoring: true });
    return changedSince(before);
  }
}

/** Documents are asked for anew: one that was closed meanwhile stays as it was. */
async function changedSince(before: readonly { uri: Uri; text: string }[]): Promise<Uri[]> {
  const now = await Promise.all(before.map(({ uri }) => workspace.openTextDocument(uri)));
  return before.flatMap(({ uri, text }, index) => (now[index]?.getText() === text ? [] : uri));
}

/** The editor adds the number of files to the title. */
async function closeTab(title: string): Promise<void> {
  const tabs = window.tabGroups.all.flatMap((group) => group.tabs).filter((tab) => tab.label.startsWith(title));
  await window.tabGroups.close(tabs);
}
