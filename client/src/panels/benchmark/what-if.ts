/** Asks the command what other documents, or another world, would have made of recorded requests. */
import { l10n, Uri } from "vscode";
import { folderFor } from "../../host/folders.ts";
import { runCommandOf } from "./run-command.ts";
import type { BenchmarkServices } from "./services.ts";
import type { Question } from "./webview/messages.ts";
import type { WhatIfAnswer } from "./webview/what-if.ts";

/** Throws what the command says where it can not answer. */
export async function askWhatIf(
  { source, without }: Extract<Question, { kind: "what-if" }>,
  file: string,
  services: BenchmarkServices,
): Promise<WhatIfAnswer> {
  const folder = folderFor(Uri.file(file))?.uri.fsPath;
  if (folder === undefined) throw new Error(l10n.t("Open the folder with the routing policy first."));
  const args = ["what-if", "--json", "--workspace", folder];
  if (source === "run") args.push("--run", file);
  if (without !== undefined) args.push("--without-provider", without);
  return JSON.parse(await runCommandOf(services, args, folder)) as WhatIfAnswer;
}
