/** The engine's face for one file: what is wrong, what can be done, and doing it. */
import { analyseEcmascript } from "./ecmascript/analyse.ts";
import { type MigrationTarget, type Plan, planMigration } from "./ecmascript/fix/plan.ts";
import type { FileAnalysis, Site } from "./ecmascript/sites.ts";
import { languageOf } from "./languages.ts";
import { findingFor, type Offer, offerFor } from "./offers.ts";
import { analysePython } from "./python/analyse.ts";
import { applyEdits } from "./text/edits.ts";
import { Places } from "./text/places.ts";
import type { FixGrade, LeftFinding, MigrationResult, SourceFinding, SourceFix, SourceInput } from "./types.ts";
import { mayConcernVendor } from "./vendors/prefilter.ts";
import { workloadChoices } from "./workloads.ts";

/** Everything of a vendor's in one file, in order of place. Never throws: what can not be read has no findings. */
export function analyseSource(input: SourceInput): SourceFinding[] {
  const file = read(input);
  if (!file) return [];
  const places = new Places(input.text);
  return file.sites.map((site) => findingFor(site, input, places));
}

/** What can be done about a finding of `analyseSource`, the best first. Empty where nothing can, or the text changed. */
export function fixesFor(input: SourceInput, finding: SourceFinding): SourceFix[] {
  const file = read(input);
  const site = file?.sites.find((one) => one.start === finding.offset && one.rule === finding.rule);
  if (!file?.ecmascript || !site || site.form === "plain") return [];
  const { ecmascript } = file;
  const { grade } = offerFor(site, input);
  if (grade === null) return [];
  const { choices } = workloadChoices(input.path, input.workloads);
  return choices.flatMap((workload) => {
    const plan = planMigration(input.path, ecmascript, [{ site, workload }]);
    if (!("edits" in plan)) return [];
    const title = `Migrate to ${site.thing.client.gateway?.name} as workload "${workload}"`;
    return [{ title, grade, edits: plan.edits, isPreferred: grade === "safe", rule: site.rule }];
  });
}

export interface MigrationInput extends SourceInput {
  /** The least trusted grade that is still applied. A suggestion never is, since it wants a choice. */
  grade: Exclude<FixGrade, "suggestion">;
}

/** Migrates everything in a file that the grade allows. What is left comes with its reason. */
export function migrateSource(input: MigrationInput): MigrationResult {
  const file = read(input);
  if (!file) return { text: input.text, edits: [], applied: [], left: [] };
  const places = new Places(input.text);
  const targets: MigrationTarget[] = [];
  const applied: SourceFinding[] = [];
  const left: LeftFinding[] = [];
  for (const site of file.sites) {
    const offer = offerFor(site, input);
    const finding = findingFor(site, input, places);
    if (site.form !== "plain" && offer.workload !== undefined && allows(input.grade, offer.grade)) {
      targets.push({ site, workload: offer.workload });
      applied.push(finding);
    } else if (site.state !== "gateway") left.push({ finding, why: reasonLeft(offer, finding) });
  }
  const plan: Plan = file.ecmascript ? planMigration(input.path, file.ecmascript, targets) : { edits: [] };
  if ("edits" in plan) return { text: applyEdits(input.text, plan.edits), edits: plan.edits, applied, left };
  const notDone = applied.map((finding) => ({ finding, why: plan.why }));
  return { text: input.text, edits: [], applied: [], left: inOrder([...left, ...notDone]) };
}

/** What is found in a file, and what its fixes are made from where its language has any. */
interface ReadFile {
  sites: readonly Site[];
  ecmascript: FileAnalysis | undefined;
}

function read({ path, text }: SourceInput): ReadFile | undefined {
  const language = languageOf(path);
  if (language === undefined || !mayConcernVendor(text)) return undefined;
  try {
    if (language === "python") return { sites: analysePython(text), ecmascript: undefined };
    const ecmascript = analyseEcmascript(path, text);
    return { sites: ecmascript.sites, ecmascript };
  } catch (error) {
    // The parsers recurse, so that text nested many thousand levels deep overflows the stack. Nobody wrote such by hand.
    if (error instanceof RangeError) return undefined;
    throw error;
  }
}

function allows(asked: FixGrade, offered: FixGrade | null): boolean {
  return offered === "safe" || (offered === "unsafe" && asked === "unsafe");
}

function reasonLeft(offer: Offer, finding: SourceFinding): string {
  if (offer.why === undefined) return "there is no fix for it: see its message";
  return finding.fix === "unsafe" ? `its fix is unsafe: ${offer.why}` : offer.why;
}

function inOrder(left: LeftFinding[]): LeftFinding[] {
  return left.sort((a, b) => a.finding.offset - b.finding.offset);
}
