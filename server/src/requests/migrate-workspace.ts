/** `fairlead/migrateWorkspace`: the migrations of all folders, of one, or of some files, as one edit to look through. */
import path from "node:path";
import { pathToFileURL } from "node:url";
import type {
  AnnotatedTextEdit,
  CancellationToken,
  TextDocumentEdit,
  TextEdit,
  WorkspaceEdit,
} from "vscode-languageserver";
import { TextDocument } from "vscode-languageserver-textdocument";
import type { MigratedFile } from "../code/index.ts";
import { loadEngine } from "../code-features/engine.ts";
import { isExcludedBy, lintOf } from "../code-features/lint.ts";
import { editBetween, protocolEdits } from "../code-features/protocol-edits.ts";
import { workloadCode } from "../code-features/source-input.ts";
import { indexOf } from "../code-features/workspace-indexes.ts";
import { digestOf } from "../documents/digest.ts";
import { fileKey, pathOf } from "../documents/uris.ts";
import type { ServerContext } from "../server-context.ts";
import type { MigrateWorkspaceParameters, WorkspaceMigrationAnswer } from "./protocol.ts";

const ANNOTATION = "fairlead";
const MANIFESTS = "fairlead.manifests";

/** The edit and the report. Rejects with an AbortError when cancelled. */
export async function migrateFolders(
  { uris, grade = "safe" }: MigrateWorkspaceParameters,
  { files, open, client }: ServerContext,
  token: CancellationToken,
): Promise<WorkspaceMigrationAnswer> {
  const engine = await loadEngine();
  const controller = new AbortController();
  const listener = token.onCancellationRequested(() => controller.abort());
  const { documentChanges, capabilities } = client;
  const annotate = documentChanges && capabilities.workspace?.workspaceEdit?.changeAnnotationSupport !== undefined;
  const shown = new Map(open.all().map((document) => [fileKey(document.uri), document]));
  const changes: TextDocumentEdit[] = [];
  const answer: WorkspaceMigrationAnswer = {
    edit: null,
    digests: {},
    done: [],
    left: [],
    unused: [],
    missingDependencies: [],
    unusedDependencies: [],
  };
  try {
    const asked = uris?.flatMap((uri) => pathOf(uri) ?? []);
    for (const root of files.roots) {
      const paths = asked?.filter((one) => isWithin(one, root));
      if (paths && paths.length === 0) continue;
      const group = files.groups().find((one) => one.root === root);
      if (!group) continue;
      const isExcluded = isExcludedBy(group);
      const uriOf = (file: string) => pathToFileURL(path.join(root, file)).href;
      const migration = await engine.migrateWorkspace({
        ...{ root, grade, workloads: workloadCode(group), lint: lintOf(engine, group), index: indexOf(engine, root) },
        ...(paths ? { paths } : {}),
        isExcluded: (file) => isExcluded(uriOf(file)),
        textOf: (file) => shown.get(fileKey(uriOf(file)))?.getText(),
        signal: controller.signal,
      });
      for (const changed of migration.changed) {
        const document = shown.get(fileKey(uriOf(changed.file)));
        const edits = editsOf(changed, document, annotate);
        const uri = document?.uri ?? uriOf(changed.file);
        changes.push({ textDocument: { uri, version: document?.version ?? null }, edits });
        answer.digests[uri] = digestOf(changed.before);
        answer.done.push(...changed.applied.map((finding) => ({ ...finding, uri })));
        answer.unused.push(...changed.unused.map((one) => ({ ...one, file: changed.file })));
      }
      answer.left.push(...migration.left.map(({ finding, why }) => ({ ...finding, why, uri: uriOf(finding.file) })));
      answer.missingDependencies.push(...migration.missingDependencies);
      answer.unusedDependencies.push(...migration.unusedDependencies);
      // Only where each can be taken or left by itself: the code does not wait for its packages.
      if (!annotate) continue;
      for (const { manifest, before, after } of migration.manifests) {
        const document = shown.get(fileKey(uriOf(manifest)));
        if (document && document.getText() !== before.replace(/^\uFEFF/, "")) continue;
        const uri = document?.uri ?? uriOf(manifest);
        const edits = [{ ...editBetween(before, after), annotationId: MANIFESTS }];
        changes.push({ textDocument: { uri, version: document?.version ?? null }, edits });
        answer.digests[uri] = digestOf(before);
      }
    }
    if (changes.length > 0) answer.edit = editOf(changes, documentChanges, annotate);
    return answer;
  } finally {
    listener.dispose();
  }
}

function editsOf(
  { before, edits }: MigratedFile,
  document: TextDocument | undefined,
  annotate: boolean,
): (TextEdit | AnnotatedTextEdit)[] {
  // An editor hides a byte order mark, and counts without it.
  const mark = !document && before.startsWith("\uFEFF") ? 1 : 0;
  const text = document ?? TextDocument.create("", "", 0, before.slice(mark));
  const moved = edits.map(({ start, end, text: own }) => ({ start: start - mark, end: end - mark, text: own }));
  const plain = protocolEdits(text, moved);
  return annotate ? plain.map((edit) => ({ ...edit, annotationId: ANNOTATION })) : plain;
}

function editOf(changes: readonly TextDocumentEdit[], documentChanges: boolean, annotate: boolean): WorkspaceEdit {
  if (!documentChanges) {
    return {
      changes: Object.fromEntries(changes.map(({ textDocument, edits }) => [textDocument.uri, edits as TextEdit[]])),
    };
  }
  const label = "Migrate to the gateway";
  const description = "Direct vendor clients become the gateway's";
  return {
    documentChanges: [...changes],
    ...(annotate && {
      changeAnnotations: {
        [ANNOTATION]: { label, description, needsConfirmation: true },
        [MANIFESTS]: {
          label: "Dependencies",
          description: "Packages that the migrated code needs, or no longer needs",
          needsConfirmation: true,
        },
      },
    }),
  };
}

function isWithin(file: string, folder: string): boolean {
  const relative = path.relative(folder, file);
  return relative === "" || !(relative.startsWith("..") || path.isAbsolute(relative));
}
