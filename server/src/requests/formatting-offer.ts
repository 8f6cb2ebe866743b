/**
 * Offers formatting for our documents and for no other YAML. An editor with two formatters for one file asks which to
 * use, and it should not have to ask for files in which we have no part.
 */
import {
  BulkRegistration,
  type BulkUnregistration,
  DocumentFormattingRequest,
  DocumentOnTypeFormattingRequest,
  DocumentRangeFormattingRequest,
} from "vscode-languageserver";
import type { ClientSupport } from "../capabilities.ts";
import { isOurs } from "../languages.ts";
import type { ServerContext } from "../server-context.ts";

/** Whether the client can be told for which files, which is when they are opened. */
export function isOfferedLater({ capabilities: { textDocument } }: ClientSupport): boolean {
  const kinds = [textDocument?.formatting, textDocument?.rangeFormatting, textDocument?.onTypeFormatting];
  return kinds.every((kind) => kind?.dynamicRegistration === true);
}

/** Documents that are known by their names; the others are offered one by one. */
const NAMED = "**/{*.catalog,*.routing-policy,*.benchmark,fairlead}.{yaml,yml}";

export class FormattingOffer {
  readonly #context: ServerContext;
  readonly #offered = new Map<string, Promise<BulkUnregistration>>();

  constructor(context: ServerContext) {
    this.#context = context;
    context.open.onDidOpen(() => this.update());
  }

  /** Offers it for the documents that are open, or takes it back, as the settings are. */
  update(): void {
    const { open, client, settings } = this.#context;
    if (!isOfferedLater(client)) return;
    if (!settings.format) {
      for (const offer of this.#offered.values())
        this.#context.detached(
          "taking formatting back",
          offer.then((registered) => registered.dispose()),
        );
      this.#offered.clear();
      return;
    }
    for (const document of open.all()) if (isOurs(document)) this.#offer(patternOf(document.uri));
  }

  #offer(pattern: string): void {
    if (this.#offered.has(pattern)) return;
    const documentSelector = ["file", "untitled"].map((scheme) => ({ scheme, language: "yaml", pattern }));
    const all = BulkRegistration.create();
    all.add(DocumentFormattingRequest.type, { documentSelector });
    all.add(DocumentRangeFormattingRequest.type, { documentSelector });
    all.add(DocumentOnTypeFormattingRequest.type, { documentSelector, firstTriggerCharacter: "\n" });
    const registered = this.#context.connection.client.register(all);
    this.#offered.set(pattern, registered);
    this.#context.detached("offering formatting", registered);
  }
}

function patternOf(uri: string): string {
  if (/(\.(catalog|routing-policy|benchmark)|\/fairlead)\.ya?ml$/.test(uri)) return NAMED;
  const path = decodeURIComponent(uri.replace(/^[a-z]+:(\/\/)?/, ""));
  // What has a meaning in a pattern stands for any one character.
  return path.replace(/[*?[\]{}!,\\]/g, "?");
}
