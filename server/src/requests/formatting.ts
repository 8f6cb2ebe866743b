/** Formatting: whole documents, ranges, and the line that was just begun. */
import type { TextEdit } from "vscode-languageserver";
import { guarded } from "../guard.ts";
import type { ServerContext } from "../server-context.ts";
import { formatDocument } from "../yaml/features/formatting.ts";
import { formatNewLine } from "../yaml/features/on-type-formatting.ts";
import type { FeatureGroup } from "./feature-group.ts";
import { FormattingOffer, isOfferedLater } from "./formatting-offer.ts";

const offers = new WeakMap<ServerContext, FormattingOffer>();

export const formatting: FeatureGroup = {
  capabilities: (client) =>
    isOfferedLater(client)
      ? {}
      : {
          documentFormattingProvider: true,
          documentRangeFormattingProvider: true,
          documentOnTypeFormattingProvider: { firstTriggerCharacter: "\n" },
        },
  changed: (context) => offers.get(context)?.update(),
  register(context: ServerContext): void {
    const { connection, cache } = context;
    const { console } = connection;
    offers.set(context, new FormattingOffer(context));
    const parsed = (uri: string) => {
      const document = context.settings.format ? context.openOurs(uri) : undefined;
      return document && cache.parse(document);
    };
    connection.onDocumentFormatting(
      guarded(console, "formatting", [] as TextEdit[], ({ textDocument }) => {
        const file = parsed(textDocument.uri);
        return file ? formatDocument(file) : [];
      }),
    );
    connection.onDocumentRangeFormatting(
      guarded(console, "range formatting", [] as TextEdit[], ({ textDocument, range }) => {
        const file = parsed(textDocument.uri);
        return file ? formatDocument(file, range) : [];
      }),
    );
    connection.onDocumentOnTypeFormatting(
      guarded(console, "formatting of a new line", [] as TextEdit[], ({ textDocument, position, ch }) => {
        const file = ch === "\n" ? parsed(textDocument.uri) : undefined;
        return file ? formatNewLine(file, position) : [];
      }),
    );
  },
};
