/** Reloads the documents of a running gateway: validated whole, then swapped whole; the last good one stays. */
import path from "node:path";
import process from "node:process";
import { formatDiagnostic, isSkippedPath, loadWorkspace } from "@fairlead/runtime/documents";
import type { Generations } from "@fairlead/runtime/gateway";
import { compile } from "@fairlead/runtime/policy";
import { type FSWatcher, watch } from "chokidar";
import type { CommandContext } from "../context.ts";

/** Editors write a file in several steps; this long after the last of them it is whole. */
const SETTLE_MS = 150;

export interface Reloader {
  /** Reads the documents now. True where a new generation is in force. */
  reload(): Promise<boolean>;
  stop(): void;
}

/**
 * Reloads on SIGHUP and on changes of YAML files in the workspace.
 * @param watches whether it looks for changes by itself
 */
export async function startReloader(
  folder: string,
  generations: Generations,
  context: CommandContext,
  watches = true,
): Promise<Reloader> {
  let timer: NodeJS.Timeout | undefined;

  const readNow = async (): Promise<boolean> => {
    const { documents, diagnostics, files } = await loadWorkspace(folder);
    // All gone at once is a checkout or a mount under way, not a policy that allows nothing.
    if (files.length === 0) {
      const stays = `Generation ${generations.current.generation} stays in force.`;
      context.stderr(`reload.refused There are no documents in ${folder} any more. ${stays}\n`);
      return false;
    }
    const errors = diagnostics.filter((diagnostic) => diagnostic.severity === "error");
    if (errors.length > 0) {
      for (const error of errors) context.stderr(`${formatDiagnostic(error, { cwd: context.cwd })}\n`);
      context.stderr(`reload.refused Generation ${generations.current.generation} stays in force.\n`);
      return false;
    }
    const next = compile(documents);
    if (next.generation === generations.current.generation) return false;
    generations.swap(next);
    context.stderr(`Generation ${next.generation} is in force.\n`);
    return true;
  };
  // One after the other: a reading that takes longer must not put older documents in force after newer ones.
  let latest: Promise<unknown> = Promise.resolve();
  const reload = (): Promise<boolean> => {
    const next = latest.then(readNow);
    latest = next.catch(() => {});
    return next;
  };
  const soon = (): void => {
    clearTimeout(timer);
    timer = setTimeout(() => {
      reload().catch((error: unknown) => context.stderr(`reload.failed ${String(error)}\n`));
    }, SETTLE_MS);
  };

  // Without somebody who hears it, the signal would end the process.
  process.on("SIGHUP", soon);
  const watcher = watches ? await watchFolder(folder, soon, context) : undefined;
  return {
    reload,
    stop() {
      clearTimeout(timer);
      void watcher?.close();
      process.off("SIGHUP", soon);
    },
  };
}

/** Calls back on changes of YAML files. Settles when it has looked around. */
async function watchFolder(folder: string, changed: () => void, context: CommandContext): Promise<FSWatcher> {
  // Folders of tools are left out, the ledger's own above all: it changes with every request.
  const watcher = watch(folder, {
    ignoreInitial: true,
    ignored: (file, stats) =>
      isSkippedPath(`${path.relative(folder, file).split(path.sep).join("/")}/`) ||
      (stats?.isFile() === true && !/\.ya?ml$/i.test(file)),
  });
  watcher.on("all", changed);
  watcher.on("error", (error) => context.stderr(`reload.not-watching ${String(error)} Send SIGHUP to reload.\n`));
  // What changes before the first look around is done would be taken for what was there.
  await new Promise<void>((resolve) => {
    watcher.once("ready", resolve);
    watcher.once("error", () => resolve());
  });
  return watcher;
}
