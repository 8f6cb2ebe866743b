/** From the first message to the last: capabilities, folders, settings, and what changes outside of the editor. */
import {
  DidChangeConfigurationNotification,
  DidChangeWatchedFilesNotification,
  FileChangeType,
  WatchKind,
} from "vscode-languageserver";
import { clientSupport, serverCapabilities } from "./capabilities.ts";
import type { Delivery } from "./diagnostics/delivery.ts";
import type { FeatureGroup } from "./requests/feature-group.ts";
import type { ServerContext } from "./server-context.ts";
import { readSettings } from "./workspace/settings.ts";

/** By name for JSON, so that not every change of a JSON file wakes the server. */
const WATCHED = "**/*.{yaml,yml,catalog.json,routing-policy.json,benchmark.json}";

/** Of a folder that is deleted or moved away clients tell the folder only, not what was in it. */
const MAY_BE_FOLDERS = "**/*";

/** How long a client that does not answer is waited for. Milliseconds. */
const SETTINGS_MS = 1_000;

/** Settles with the work, or after a time in milliseconds, whichever is first. */
function within(time: number, work: Promise<void>): Promise<void> {
  return new Promise((resolve, reject) => {
    const timer = setTimeout(resolve, time);
    work.finally(() => clearTimeout(timer)).then(resolve, reject);
  });
}

/** Registers the handlers that keep the context up to date, and tell the delivery of diagnostics what changed. */
export function registerLifecycle(context: ServerContext, delivery: Delivery, groups: readonly FeatureGroup[]): void {
  const { connection, open, files } = context;
  let folders: string[] = [];

  const loadFolders = () =>
    context.reading("reading folders", async () => {
      for (const folder of await files.load(folders))
        connection.console.warn(`${folder} cannot be read; its documents are not checked.`);
      delivery.worldChanged();
    });
  const loadSettings = async () => {
    if (!context.client.configuration) return;
    context.settings = readSettings(await connection.workspace.getConfiguration("fairlead"));
    delivery.worldChanged();
  };

  connection.onInitialize((parameters) => {
    context.client = clientSupport(parameters);
    folders = parameters.workspaceFolders?.map(({ uri }) => uri) ?? (parameters.rootUri ? [parameters.rootUri] : []);
    loadFolders();
    const offered = groups.map((group) => group.capabilities(context.client));
    return { capabilities: serverCapabilities(context.client, offered), serverInfo: { name: "fairlead" } };
  });
  connection.onInitialized(() => {
    const { watchedFiles, configuration, workspaceFolders } = context.client;
    const { client } = connection;
    if (watchedFiles) {
      const watchers = [{ globPattern: WATCHED }, { globPattern: MAY_BE_FOLDERS, kind: WatchKind.Delete }];
      context.detached("watching files", client.register(DidChangeWatchedFilesNotification.type, { watchers }));
    }
    if (configuration) {
      const section = { section: "fairlead" };
      context.detached("following settings", client.register(DidChangeConfigurationNotification.type, section));
    }
    if (workspaceFolders) {
      connection.workspace.onDidChangeWorkspaceFolders(({ added, removed }) => {
        const gone = new Set(removed.map(({ uri }) => uri));
        folders = [...folders.filter((uri) => !gone.has(uri)), ...added.map(({ uri }) => uri)];
        loadFolders();
      });
    }
    // What is shown first should be as the settings say.
    context.reading("reading settings", () => within(SETTINGS_MS, loadSettings()));
  });
  connection.onDidChangeConfiguration(({ settings }: { settings?: { fairlead?: unknown } | null }) => {
    if (context.client.configuration) return context.detached("reading settings", loadSettings());
    // Who can not be asked sends the settings themselves.
    context.settings = readSettings(settings?.fairlead);
    delivery.worldChanged();
  });
  connection.onDidChangeWatchedFiles(({ changes }) =>
    context.reading("reading changed files", async () => {
      for (const { uri, type } of changes) if (type === FileChangeType.Deleted) files.forgetFolder(uri);
      const ofFiles = changes.filter(({ uri, type }) => type !== FileChangeType.Deleted || files.isKnown(uri));
      await files.refresh(ofFiles.map(({ uri }) => uri));
      delivery.worldChanged();
    }),
  );
  open.onDidChangeContent(() => delivery.textChanged());
  open.onDidClose(({ document }) =>
    context.reading("reading a closed file", async () => {
      await files.refresh([document.uri]);
      delivery.worldChanged();
    }),
  );
  connection.onShutdown(() => delivery.stop());
}
