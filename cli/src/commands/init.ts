/** `fairlead init`: documents to begin with, from what the code calls. */
import { readFile, writeFile } from "node:fs/promises";
import path from "node:path";
import { fileURLToPath } from "node:url";
import { readWorkspace, SENSITIVITIES, type Sensitivity } from "@fairlead/runtime/documents";
import { Option } from "commander";
import { type CommandContext, UsageError } from "../context.ts";
import { catalogText, policyText, projectText } from "../init/documents.ts";
import { filesToSurvey, survey } from "../init/survey.ts";
import { counted } from "../scan/report.ts";
import { untilInterrupted } from "../workload-code.ts";
import { isFolder } from "../workspace.ts";
import type { RegisterSubcommand } from "./index.ts";

interface InitFlags {
  workspace: string;
  sensitivity?: Sensitivity;
  dryRun?: boolean;
}

async function init(flags: InitFlags, context: CommandContext): Promise<void> {
  const root = path.resolve(context.cwd, flags.workspace);
  if (!(await isFolder(root))) throw new UsageError("cli.no-such-folder", `There is no folder ${flags.workspace}.`);
  await refuseWhereDocumentsAre(root);
  const { scanWorkspace } = await import("@fairlead/language-server/code");
  const scan = await untilInterrupted(context, () => scanWorkspace({ root, workloads: [], signal: context.signal }));
  const texts = new Map<string, string>();
  for (const file of filesToSurvey(scan.findings)) texts.set(file, await readFile(path.join(root, file), "utf8"));
  const name =
    path
      .basename(root)
      .replaceAll(/[^A-Za-z0-9._-]+/g, "-")
      .replace(/^[^A-Za-z0-9]+/, "") || "project";
  const found = survey(scan.findings, texts, name);
  const options = { name, sensitivity: flags.sensitivity };
  const documents: [file: string, text: string][] = [
    [`${name}.catalog.yaml`, catalogText(found, options)],
    [`${name}.routing-policy.yaml`, policyText(found, options)],
    ["fairlead.yaml", projectText(found, options)],
  ];
  if (flags.dryRun) {
    for (const [file, text] of documents) context.stdout(`--- ${file}\n${text}`);
    return;
  }
  for (const [file, text] of documents) await writeNew(path.join(root, file), text);
  const decisions = documents.reduce((sum, [, text]) => sum + (text.match(/To decide:/g)?.length ?? 0), 0);
  context.stdout(
    [
      `Wrote ${documents.map(([file]) => file).join(", ")}: ${counted(found.workloads.length, "workload")} in ${counted(scan.files, "file")}.`,
      `${counted(decisions, "place")} marked "To decide": what code does not tell is left out, and what is left out is refused.`,
      "Next: `fairlead check`, then `fairlead explain WORKLOAD`.",
      "",
    ].join("\n"),
  );
}

async function refuseWhereDocumentsAre(root: string): Promise<void> {
  const { files } = await readWorkspace(root);
  const known = files.find(({ recognised }) => recognised);
  if (!known) return;
  const file = path.relative(root, fileURLToPath(known.uri));
  throw new UsageError("cli.already-there", `There are documents already, such as ${file}; nothing is overwritten.`);
}

async function writeNew(file: string, text: string): Promise<void> {
  try {
    await writeFile(file, text, { flag: "wx" });
  } catch (error) {
    const { code, message } = error as NodeJS.ErrnoException;
    if (code === "EEXIST")
      throw new UsageError("cli.already-there", `${path.basename(file)} is there already; nothing is overwritten.`);
    throw new UsageError("cli.can-not-write", `${file}: ${message}`);
  }
}

/** Adds `fairlead init`. */
export const registerInit: RegisterSubcommand = (program, context) => {
  program
    .command("init")
    .description("write a catalog and a routing policy to begin with, from what the code calls; overwrites nothing")
    .option("--workspace <folder>", "the folder of the code", ".")
    .addOption(
      new Option(
        "--sensitivity <level>",
        "what all data counts as and providers may have, to be put right later",
      ).choices([...SENSITIVITIES]),
    )
    .option("--dry-run", "print the documents and write nothing")
    .action((flags: InitFlags) => init(flags, context));
};
