/** Works out and publishes all diagnostics, a while after the last change. */
import type { Diagnostic } from "vscode-languageserver";
import type { TextDocument } from "vscode-languageserver-textdocument";
import { codeDiagnostics } from "./code-features/diagnostics.ts";
import { loadEngine } from "./code-features/engine.ts";
import { type Debounced, debounce } from "./debounce.ts";
import { isCode } from "./languages.ts";
import { Publisher } from "./publisher.ts";
import type { ServerContext } from "./server-context.ts";
import { groupDiagnostics } from "./yaml/features/diagnostics.ts";

/** Milliseconds of quiet after a keystroke. */
const QUIET = 100;

/** Scheduling it makes the client show, soon, just what is wrong then. */
export function diagnosticsLoop(context: ServerContext): Debounced {
  const { connection, open, files } = context;
  const publisher = new Publisher((uri, version, diagnostics) => {
    const sent = connection.sendDiagnostics({ uri, diagnostics, ...(version !== undefined && { version }) });
    context.detached("sending diagnostics", sent);
  });

  const publish = async () => {
    await context.ready;
    const isLinted = (document: TextDocument) => context.settings.codeDiagnostics && isCode(document);
    // Loaded first: what follows must see one state of all texts.
    const engine = open.all().some(isLinted) ? await loadEngine() : undefined;
    const all = new Map<string, { version: number | undefined; diagnostics: Diagnostic[] }>();
    for (const group of files.groups()) {
      for (const [uri, diagnostics] of groupDiagnostics(group))
        all.set(uri, { version: open.get(uri)?.version, diagnostics });
    }
    if (engine) {
      for (const document of open.all().filter(isLinted)) {
        const diagnostics = codeDiagnostics(engine, document, files.lastGroupOf(document.uri));
        all.set(document.uri, { version: document.version, diagnostics });
      }
    }
    publisher.publish(all);
  };
  return debounce(() => context.detached("diagnostics", publish()), QUIET);
}
