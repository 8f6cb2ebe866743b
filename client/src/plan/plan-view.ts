/** Plans as read-only documents that follow what is being edited. */
import {
  type Disposable,
  EventEmitter,
  l10n,
  languages,
  type TextDocument,
  type TextDocumentContentProvider,
  Uri,
  window,
  workspace,
} from "vscode";
import { folderFor } from "../host/folders.ts";
import type { LanguageServer } from "../language-server/language-server.ts";
import { type PlanAnswer, requestPlan } from "../language-server/requests.ts";
import { PlanLens } from "./plan-lens.ts";

const SCHEME = "fairlead-plan";

/** Longer than a pause between two keys. */
const SETTLED_MS = 400;

/** The parts of a plan that can be shown, by the path of their documents. */
const PATHS = { plan: "/What this edit changes.md", before: "/routes at HEAD.txt", after: "/routes now.txt" } as const;
type Part = keyof typeof PATHS;

export class PlanView implements TextDocumentContentProvider, Disposable {
  readonly #server: LanguageServer;
  readonly #changed = new EventEmitter<Uri>();
  readonly #shown = new Set<string>();
  readonly #disposables: Disposable[];
  #timer: NodeJS.Timeout | undefined;

  readonly onDidChange = this.#changed.event;

  constructor(server: LanguageServer) {
    this.#server = server;
    const lens = new PlanLens((uri) => this.ask(uri));
    const settled = (): void => {
      for (const uri of this.#shown) this.#changed.fire(Uri.parse(uri));
      lens.refresh();
    };
    const soon = (): void => {
      clearTimeout(this.#timer);
      this.#timer = setTimeout(settled, SETTLED_MS);
    };
    // Git writes a line there with every commit and every change of branch.
    const heads = workspace.createFileSystemWatcher("**/.git/logs/HEAD");
    this.#disposables = [
      this.#changed,
      heads,
      heads.onDidChange(soon),
      heads.onDidCreate(soon),
      lens,
      workspace.registerTextDocumentContentProvider(SCHEME, this),
      languages.registerCodeLensProvider(PlanLens.selector, lens),
      workspace.onDidChangeTextDocument(({ document }) => {
        if (mayBeDocument(document)) soon();
      }),
      workspace.onDidSaveTextDocument(soon),
      workspace.onDidGrantWorkspaceTrust(soon),
      workspace.onDidChangeConfiguration((event) => {
        if (event.affectsConfiguration("fairlead.codeLens")) soon();
      }),
      workspace.onDidCloseTextDocument(({ uri }) => this.#shown.delete(uri.toString())),
      // Whoever comes back may have committed in a repository that lies around the open folder.
      window.onDidChangeWindowState(({ focused }) => {
        if (focused) soon();
      }),
    ];
  }

  /** The document of a part of the plan for the folder that a file lies in. Throws an Error that says why there is none. */
  documentFor(part: Part, chosen: Uri | undefined): Uri {
    if (!workspace.isTrusted) {
      throw new Error(l10n.t("A plan asks git, which Fairlead runs in trusted workspaces only."));
    }
    const folder = folderFor(chosen?.scheme === "file" ? chosen : undefined);
    if (folder === undefined) throw new Error(l10n.t("Open the folder with your catalog and routing policy first."));
    // Any file of the folder stands for it.
    const anchor = Uri.joinPath(folder.uri, "fairlead.yaml");
    return Uri.from({ scheme: SCHEME, path: PATHS[part], query: anchor.toString() });
  }

  async provideTextDocumentContent(uri: Uri): Promise<string> {
    this.#shown.add(uri.toString());
    const { markdown, routes } = await this.ask(Uri.parse(uri.query));
    if (uri.path === PATHS.plan) return markdown;
    return (uri.path === PATHS.before ? routes?.before : routes?.after) ?? markdown;
  }

  /** The plan for the folder that a file lies in. */
  ask(uri: Uri): Promise<PlanAnswer> {
    return requestPlan(this.#server, this.#server.client.code2ProtocolConverter.asUri(uri));
  }

  dispose(): void {
    clearTimeout(this.#timer);
    for (const one of this.#disposables) one.dispose();
  }
}

function mayBeDocument({ languageId, uri }: TextDocument): boolean {
  return uri.scheme !== SCHEME && (languageId === "yaml" || languageId === "json");
}
