/** The engine's face for one file: what is wrong, what can be done, and doing it. */
import { callsOnOthers } from "./client-calls.ts";
import { analyseEcmascript } from "./ecmascript/analyse.ts";
import { planMigration } from "./ecmascript/fix/plan.ts";
import { languageOf } from "./languages.ts";
import { type AnySite, findingFor, type Offer, offerFor } from "./offers.ts";
import { analysePython } from "./python/analyse.ts";
import { planPythonMigration } from "./python/fix/plan.ts";
import type { Plan, Target } from "./sites.ts";
import { applyEdits } from "./text/edits.ts";
import { Places } from "./text/places.ts";
import type {
  CalledElsewhere,
  FixGrade,
  LeftFinding,
  MigrationResult,
  SourceFinding,
  SourceFix,
  SourceInput,
} from "./types.ts";
import { mayConcernVendor } from "./vendors/prefilter.ts";
import { TELLING_PATTERN } from "./vendors/served.ts";
import { workloadChoices } from "./workloads.ts";

/** Everything of a vendor's in one file, in order of place. Never throws: what can not be read has no findings. */
export function analyseSource(input: SourceInput): SourceFinding[] {
  const file = mayConcernVendor(input.text) ? read(input) : undefined;
  if (!file) return [];
  const places = new Places(input.text);
  return file.sites.map((site) => findingFor(site, input, places));
}

/** Whether a client of the file can be reached from other files. */
export function handsClientOn(input: Pick<SourceInput, "path" | "text">): boolean {
  const file = mayConcernVendor(input.text) ? read(input) : undefined;
  return file?.sites.some((site) => site.form !== "plain" && site.leaves) ?? false;
}

/** The calls in a file that the gateway does not serve, on clients that other files may have made. */
export function callsElsewhere(input: Pick<SourceInput, "path" | "text">): CalledElsewhere[] {
  const file = TELLING_PATTERN.test(input.text) ? read(input) : undefined;
  if (!file) return [];
  const places = new Places(input.text);
  const own = new Set(file.sites.filter(({ form }) => form === "construction").map(({ vendor }) => vendor.id));
  // A file that makes its own client most likely sends its commands by it.
  const commands = file.commands.filter(({ vendor }) => !own.has(vendor));
  return callsOnOthers(input.path, file.chains, commands, (offset) => places.at(offset).line);
}

/** What can be done about a finding of `analyseSource`, the best first. Empty where nothing can, or the text changed. */
export function fixesFor(input: SourceInput, finding: SourceFinding): SourceFix[] {
  const file = mayConcernVendor(input.text) ? read(input) : undefined;
  const site = file?.sites.find((one) => one.start === finding.offset && one.rule === finding.rule);
  if (!file || !site || site.form === "plain") return [];
  const { grade } = offerFor(site, input);
  if (grade === null) return [];
  const { choices } = workloadChoices(input.path, input.workloads);
  return choices.flatMap((workload) => {
    const plan = file.plan([{ site, workload }]);
    if (!("edits" in plan)) return [];
    const title = `${site.title} as workload "${workload}"`;
    return [{ title, grade, edits: plan.edits, isPreferred: grade === "safe", rule: site.rule }];
  });
}

export interface MigrationInput extends SourceInput {
  /** The least trusted grade that is still applied. A suggestion never is, since it wants a choice. */
  grade: Exclude<FixGrade, "suggestion">;
}

/** Migrates everything in a file that the grade allows. What is left comes with its reason. */
export function migrateSource(input: MigrationInput): MigrationResult {
  const file = mayConcernVendor(input.text) ? read(input) : undefined;
  if (!file) return { text: input.text, edits: [], applied: [], left: [], unused: [] };
  const places = new Places(input.text);
  const targets: Target<AnySite>[] = [];
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
  const plan = file.plan(targets);
  if ("edits" in plan) {
    const unused = plan.unused.map(({ name, offset }) => ({ name, line: places.at(offset).line }));
    return { text: applyEdits(input.text, plan.edits), edits: plan.edits, applied, left, unused };
  }
  const notDone = applied.map((finding) => ({ finding, why: plan.why }));
  return { text: input.text, edits: [], applied: [], left: inOrder([...left, ...notDone]), unused: [] };
}

/** What is found in a file, and how its fixes are made. */
interface ReadFile extends Pick<ReturnType<typeof analyseEcmascript>, "chains" | "commands"> {
  sites: readonly AnySite[];
  plan(targets: readonly Target<AnySite>[]): Plan;
}

function read({ path, text }: Pick<SourceInput, "path" | "text">): ReadFile | undefined {
  const language = languageOf(path);
  if (language === undefined) return undefined;
  const before = recent.find((one) => one.path === path && one.text === text);
  if (before) return before.file;
  const file = language === "python" ? readPython(text) : readEcmascript(path, text);
  // The tree of a file's earlier text has gone into the new one.
  const others = recent.filter((one) => one.path !== path).slice(0, MOST_RECENT - 1);
  recent = [{ path, text, file }, ...others];
  return file;
}

// An editor asks for findings, then for the fixes of each, and all of them want the same tree.
let recent: { path: string; text: string; file: ReadFile | undefined }[] = [];
const MOST_RECENT = 3;

function readPython(text: string): ReadFile | undefined {
  return unlessTooDeep(() => {
    const python = analysePython(text);
    return {
      ...{ sites: python.sites, chains: python.chains, commands: [] },
      plan: (targets) =>
        planPythonMigration(
          python,
          targets.flatMap(({ site, workload }) => (site.form === "python" ? [{ site, workload }] : [])),
        ),
    };
  });
}

function readEcmascript(path: string, text: string): ReadFile | undefined {
  return unlessTooDeep(() => {
    const file = analyseEcmascript(path, text);
    return {
      ...{ sites: file.sites, chains: file.chains, commands: file.commands },
      plan: (targets) =>
        planMigration(
          path,
          file,
          targets.flatMap(({ site, workload }) =>
            site.form === "construction" || site.form === "subclass" ? [{ site, workload }] : [],
          ),
        ),
    };
  });
}

/** The parsers recurse, so that text nested many thousand levels deep overflows the stack. Nobody wrote such by hand. */
function unlessTooDeep<T>(work: () => T): T | undefined {
  try {
    return work();
  } catch (error) {
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
