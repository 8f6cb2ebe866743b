/** The engine's face for one file: what is wrong, what can be done, and doing it. */

import { parseSuppressions, type Suppression } from "@fairlead/runtime/rules";
import { apiKeySites, MAY_HOLD_KEY } from "./api-keys.ts";
import { callsOnOthers } from "./client-calls.ts";
import { analyseEcmascript } from "./ecmascript/analyse.ts";
import { planMigration } from "./ecmascript/fix/plan.ts";
import { factsOf } from "./ecmascript/values/facts.ts";
import { type Language, languageOf } from "./languages.ts";
import { isTestFile } from "./lint-settings.ts";
import { modelSite } from "./models.ts";
import { type AnySite, allows, findingFor, offerFor, reasonLeft } from "./offers.ts";
import { analysePython } from "./python/analyse.ts";
import { planPythonMigration } from "./python/fix/plan.ts";
import { pythonFacts } from "./python/values/facts.ts";
import type { Plan, Target } from "./sites.ts";
import { isEcmascriptComment, isPythonComment, suppressionComments } from "./suppressions/comments.ts";
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
import { once, unlessTooDeep } from "./unless-too-deep.ts";
import { type CallSite, callSites, ownSurroundings } from "./values/findings.ts";
import { type FileFacts, NO_FACTS } from "./values/value.ts";
import { BUILT_IN, type VendorTables } from "./vendors/index.ts";
import { TELLING_PATTERN } from "./vendors/served.ts";
import { workloadChoices, workloadsOf } from "./workloads.ts";

/** Everything of a vendor's in one file, in order of place. Never throws: what can not be read has no findings. */
export function analyseSource(input: SourceInput): SourceFinding[] {
  const file = readIfConcerned(input);
  if (!file) return [];
  const places = new Places(input.text);
  return allSites(file, input).map((site) => findingFor(site, input, places));
}

/** The sites of a file, its calls included, in order of place. */
function allSites(file: ReadFile, input: SourceInput): readonly AnySite[] {
  const own = ownSites(file, input);
  if (input.sitesOnly) return own;
  const facts = file.facts();
  const vendors = input.vendors ?? BUILT_IN;
  const around = input.around ?? ownSurroundings(facts, vendors, file.language);
  const seen = new Set(own.map(({ start, kind }) => `${kind}${start}`));
  const calls = callSites(input.path, facts, vendors, file.language, around).filter(
    ({ kind, start }) => !seen.has(`${kind}${start}`),
  );
  return [...own, ...calls, ...modelSites(calls, input)].sort((a, b) => a.start - b.start || a.end - b.end);
}

/** What is to be said of the models that calls name. */
function modelSites(calls: readonly CallSite[], { path, workloads, models }: SourceInput): CallSite[] {
  if (!models) return [];
  const own = workloadsOf(path, workloads);
  const decided = own.length === 1 ? (own[0] ?? null) : null;
  return calls.flatMap((call) => {
    const site = modelSite(call, call.workload ?? decided, models);
    return site ? [{ ...site, places: call.places }] : [];
  });
}

/** The sites of a file without those of packages that are the project's own here. */
function ownSites(file: ReadFile, { around, text, vendors = BUILT_IN }: SourceInput): readonly AnySite[] {
  const keys = apiKeySites(text, vendors);
  const all = keys.length === 0 ? file.sites : [...file.sites, ...keys].sort((a, b) => a.start - b.start);
  if (!around || around.replaced.size === 0) return all;
  return all.filter(({ tier, vendor }) => tier === "host" || !around.replaced.has(vendor.id));
}

/** For a workspace: one look at a text for all that its files need of each other. */
export const inspectSource = {
  /** Its sites as findings, its facts and its calls for others; undefined where it has nothing of a vendor's. */
  all(input: SourceInput) {
    const telling =
      MAY_HOLD_KEY.test(input.text) ||
      TELLING_PATTERN.test(input.text) ||
      (input.vendors ?? BUILT_IN).mayTell(input.text);
    const file = telling || isConcerned(input) ? read(input) : undefined;
    if (!file) return undefined;
    const places = new Places(input.text);
    return {
      findings: ownSites(file, input).map((site) => findingFor(site, input, places)),
      facts: plain(file.facts()),
      suppressions: file.suppressions(),
      handsOn: new Set(file.sites.flatMap((site) => (site.form !== "plain" && site.leaves ? [site.surface] : []))),
      elsewhere: callsElsewhere(input),
    };
  },

  facts(input: SourceInput): FileFacts {
    const file = read(input);
    return file ? plain(file.facts()) : NO_FACTS;
  },

  /** The findings of a file of which only sites and facts are kept. */
  calls(input: SourceInput, facts: FileFacts, sites: readonly SourceFinding[]): SourceFinding[] {
    const { vendors = BUILT_IN, path, around } = input;
    const language = languageOf(path) ?? "ecmascript";
    const surroundings = around ?? ownSurroundings(facts, vendors, language);
    const own = sites.filter(({ tier, vendor }) => tier === "host" || !surroundings.replaced.has(vendor));
    const seen = new Set(own.map(({ offset, kind }) => `${kind}${offset}`));
    const calls = callSites(path, facts, vendors, language, surroundings).filter(
      ({ kind, start }) => !seen.has(`${kind}${start}`),
    );
    const findings = [...calls, ...modelSites(calls, input)].map((site) => findingFor(site, input, site.places));
    return [...own, ...findings].sort((a, b) => a.offset - b.offset || a.length - b.length);
  },
};

/** What the comments of a file silence. */
export function suppressionsOf(input: SourceInput): readonly Suppression[] {
  return readIfConcerned(input)?.suppressions() ?? [];
}

/** Whether a finding is silenced by a comment of its file. */
export function isSilenced({ line, rule }: SourceFinding, suppressions: readonly Suppression[]): boolean {
  return suppressions.some(
    (one) =>
      one.problem === undefined &&
      (one.line === undefined || one.line === line - 1) &&
      one.codes.some(({ code }) => code === rule),
  );
}

/** Whether a file has anything to look at: something of a vendor's, or a chain of members that tells one. */
export function isConcerned({ path, text, vendors = BUILT_IN }: SourceInput): boolean {
  const language = languageOf(path);
  return language !== undefined && vendors.mayConcern(text, language);
}

function readIfConcerned(input: SourceInput): ReadFile | undefined {
  return isConcerned(input) || input.around?.modules || MAY_HOLD_KEY.test(input.text) ? read(input) : undefined;
}

/** Whether a client of the file can be reached from other files. */
export function handsClientOn(input: SourceInput): boolean {
  const file = isConcerned(input) ? read(input) : undefined;
  return file?.sites.some((site) => site.form !== "plain" && site.leaves) ?? false;
}

/** The calls in a file that the gateway does not serve, on clients that other files may have made. */
export function callsElsewhere(input: SourceInput): CalledElsewhere[] {
  const file = TELLING_PATTERN.test(input.text) ? read(input) : undefined;
  if (!file) return [];
  const places = new Places(input.text);
  const own = new Set(file.sites.filter(({ form }) => form === "construction").map(({ vendor }) => vendor.id));
  // A file that makes its own client most likely sends its commands by it.
  const commands = file.commands.filter(({ vendor }) => !own.has(vendor));
  const calls = callsOnOthers(input.path, file.chains, commands, file.ownFields, (offset) => places.at(offset).line);
  // What a test calls without importing it is, nearly always, what stands in for a client there.
  return isTestFile(input.path) ? calls.filter(({ imported }) => imported !== undefined) : calls;
}

/** What can be done about a finding of `analyseSource`, the best first. Empty where nothing can, or the text changed. */
export function fixesFor(input: SourceInput, finding: SourceFinding): SourceFix[] {
  const file = isConcerned(input) ? read(input) : undefined;
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
  const file = isConcerned(input) ? read(input) : undefined;
  if (!file) return { text: input.text, edits: [], applied: [], left: [], unused: [] };
  const places = new Places(input.text);
  const targets: Target<AnySite>[] = [];
  const applied: SourceFinding[] = [];
  const left: LeftFinding[] = [];
  for (const site of ownSites(file, input)) {
    const offer = offerFor(site, input);
    const finding = findingFor(site, input, places);
    if (isSilenced(finding, file.suppressions())) continue;
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
interface ReadFile extends Pick<ReturnType<typeof analyseEcmascript>, "chains" | "commands" | "ownFields"> {
  language: Language;
  sites: readonly AnySite[];
  /** Worked out when they are asked for. */
  facts(): FileFacts;
  suppressions(): readonly Suppression[];
  plan(targets: readonly Target<AnySite>[]): Plan;
}

function read({ path, text, vendors = BUILT_IN }: SourceInput): ReadFile | undefined {
  const language = languageOf(path);
  if (language === undefined) return undefined;
  const before = recent.find((one) => one.path === path && one.text === text && one.vendors === vendors);
  if (before) return before.file;
  const file = language === "python" ? readPython(text, vendors) : readEcmascript(path, text, vendors);
  // The tree of a file's earlier text has gone into the new one.
  const others = recent.filter((one) => one.path !== path).slice(0, MOST_RECENT - 1);
  recent = [{ path, text, vendors, file }, ...others];
  return file;
}

// An editor asks for findings, then for the fixes of each, and all of them want the same tree.
let recent: { path: string; text: string; vendors: VendorTables; file: ReadFile | undefined }[] = [];
const MOST_RECENT = 3;

function readPython(text: string, vendors: VendorTables): ReadFile | undefined {
  return unlessTooDeep(() => {
    const python = analysePython(text, vendors);
    return {
      ...{ language: "python", sites: python.sites, chains: python.chains, commands: [], ownFields: python.ownFields },
      facts: once(() => unlessTooDeep(() => pythonFacts(python, python.sites)) ?? NO_FACTS),
      suppressions: once(() => parseSuppressions(suppressionComments(text, "python", isPythonComment(python.root)))),
      plan: (targets) =>
        planPythonMigration(
          python,
          targets.flatMap(({ site, workload }) =>
            site.form === "python" || site.form === "python-request" ? [{ site, workload }] : [],
          ),
        ),
    };
  });
}

function readEcmascript(path: string, text: string, vendors: VendorTables): ReadFile | undefined {
  return unlessTooDeep(() => {
    const file = analyseEcmascript(path, text, vendors);
    return {
      ...{ language: "ecmascript", sites: file.sites, chains: file.chains, commands: file.commands },
      ownFields: file.ownFields,
      facts: once(() => unlessTooDeep(() => factsOf(file)) ?? NO_FACTS),
      suppressions: once(() =>
        parseSuppressions(suppressionComments(text, "ecmascript", isEcmascriptComment(file.sourceFile))),
      ),
      plan: (targets) =>
        planMigration(
          path,
          file,
          targets.flatMap(({ site, workload }) =>
            site.form === "plain" || site.form === "python" || site.form === "python-request"
              ? []
              : [{ site, workload }],
          ),
        ),
    };
  });
}

/** Facts without what they are worked out from, so that a syntax tree can be let go. */
function plain(facts: FileFacts): FileFacts {
  return (
    unlessTooDeep(() => ({ ...facts, exports: facts.exports, calls: facts.calls, locals: facts.locals })) ?? NO_FACTS
  );
}

function inOrder(left: LeftFinding[]): LeftFinding[] {
  return left.sort((a, b) => a.finding.offset - b.finding.offset);
}
