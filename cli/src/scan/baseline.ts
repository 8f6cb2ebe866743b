/** Known findings, which a scan does not report again: for projects that adopt the gateway step by step. */
import { readFile, writeFile } from "node:fs/promises";
import path from "node:path";
import type { SourceFinding } from "@fairlead/language-server/code";
import { UsageError } from "../context.ts";

/** How often a file has the same finding. Lines are left out, so that a finding is known again wherever it moves to. */
interface KnownFinding {
  file: string;
  rule: string;
  api: string;
  count: number;
}

/** Writes the findings as the new baseline. Throws a UsageError where that fails. */
export async function writeBaseline(file: string, findings: readonly SourceFinding[]): Promise<number> {
  const counts = new Map<string, KnownFinding>();
  for (const finding of findings.filter(isReported)) {
    const known = counts.get(keyOf(finding));
    if (known) known.count++;
    else counts.set(keyOf(finding), { file: finding.file, rule: finding.rule, api: finding.api, count: 1 });
  }
  const content = { version: 1, findings: [...counts.values()] };
  try {
    await writeFile(file, `${JSON.stringify(content, undefined, 2)}\n`);
  } catch (error) {
    throw new UsageError("cli.can-not-write", `The baseline can not be written: ${(error as Error).message}.`);
  }
  return findings.filter(isReported).length;
}

/** The findings without those that the baseline knows. Throws a UsageError where it can not be read. */
export async function withoutKnown(file: string, findings: readonly SourceFinding[]): Promise<SourceFinding[]> {
  const left = new Map<string, number>();
  for (const known of await readBaseline(file)) left.set(keyOf(known), (left.get(keyOf(known)) ?? 0) + known.count);
  return findings.filter((finding) => {
    const count = left.get(keyOf(finding)) ?? 0;
    if (!isReported(finding) || count === 0) return true;
    left.set(keyOf(finding), count - 1);
    return false;
  });
}

async function readBaseline(file: string): Promise<KnownFinding[]> {
  const text = await readFile(file, "utf8").catch(() => undefined);
  if (text === undefined) {
    const name = path.basename(file);
    throw new UsageError("cli.no-such-path", `There is no baseline ${name}. Write one with --update-baseline.`);
  }
  try {
    const { findings } = JSON.parse(text) as { findings?: unknown };
    if (Array.isArray(findings) && findings.every(isKnownFinding)) return findings;
  } catch {
    // Said below, as for every other thing that is no baseline.
  }
  throw new UsageError("cli.bad-option", `${path.basename(file)} is no baseline. Write one with --update-baseline.`);
}

function isKnownFinding(value: unknown): value is KnownFinding {
  const known = value as Partial<KnownFinding> | null;
  return (
    typeof known?.file === "string" &&
    typeof known.rule === "string" &&
    typeof known.api === "string" &&
    Number.isInteger(known.count)
  );
}

function keyOf({ file, rule, api }: Pick<SourceFinding, "file" | "rule" | "api">): string {
  return JSON.stringify([file, rule, api]);
}

/** What goes through the gateway is nothing to be reported, and so nothing to be known. */
function isReported({ state }: SourceFinding): boolean {
  return state !== "gateway";
}
