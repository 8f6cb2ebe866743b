/** From what the detectors saw to what a reader is told and offered: grades, workloads, messages. */
import { calledElsewhere, LEAVES_CAUTION, unservedCaution } from "./client-calls.ts";
import type { FixableSite } from "./ecmascript/sites.ts";
import type { PythonRequestSite, PythonSite } from "./python/sites.ts";
import type { FixableBase, PlainSite } from "./sites.ts";
import type { Places } from "./text/places.ts";
import type { FixGrade, SourceFinding, SourceInput } from "./types.ts";
import { workloadChoices, workloadsOf } from "./workloads.ts";

/** A site of any language. */
export type AnySite = FixableSite | PythonSite | PythonRequestSite | PlainSite;

/** A site's fix in words: its grade, or why it has none. */
export interface Offer {
  grade: FixGrade | null;
  /** The workload that a fix names without asking; undefined where a person must choose. */
  workload: string | undefined;
  /** What to decide, where there is no safe fix. */
  why: string | undefined;
}

/** What can be offered for a site of this file. */
export function offerFor(site: AnySite, input: SourceInput): Offer {
  if (site.state === "gateway" || site.form === "plain") return { grade: null, workload: undefined, why: undefined };
  if (site.obstacle !== undefined) return { grade: null, workload: undefined, why: site.obstacle };
  const { decided } = workloadChoices(input.path, input.workloads);
  if (site.suggestion !== undefined) return { grade: "suggestion", workload: decided, why: site.suggestion };
  if (decided === undefined) return { grade: "suggestion", workload: undefined, why: workloadReason(input) };
  const caution = site.caution ?? cautionElsewhere(site, input);
  return { grade: caution === undefined ? "safe" : "unsafe", workload: decided, why: caution };
}

/** Whether a fix of a grade may be made where another is asked for as the least trusted. */
export function allows(asked: FixGrade, offered: FixGrade | null): boolean {
  return offered === "safe" || (offered === "unsafe" && asked === "unsafe");
}

/** Why a migration leaves a finding. */
export function reasonLeft(offer: Offer, finding: SourceFinding): string {
  if (offer.why === undefined) {
    return /No automatic fix: (.+)\.$/s.exec(finding.message)?.[1] ?? "there is no fix for it: see its message";
  }
  return finding.fix === "unsafe" ? `its fix is unsafe: ${offer.why}` : offer.why;
}

/** Why a client that leaves its file has no safe fix: for what other files call, or since nobody looked. */
function cautionElsewhere(site: FixableBase, input: SourceInput): string | undefined {
  if (!site.leaves) return undefined;
  if (!input.calledElsewhere) return LEAVES_CAUTION;
  const mentions = (name: string) =>
    name !== "default" && new RegExp(`(?<![\\w$])${escaped(name)}(?![\\w$])`).test(input.text);
  const call = calledElsewhere(site.surface, input.path, input.calledElsewhere, mentions);
  return call && unservedCaution(call.call, `${call.file}:${call.line}, which may use this client,`);
}

function escaped(name: string): string {
  return name.replace(/\$/g, "\\$");
}

function workloadReason({ path, workloads }: SourceInput): string {
  const matching = workloadsOf(path, workloads);
  if (matching.length > 0) return `the code globs of ${matching.join(" and ")} match this file: choose one`;
  if (workloads.length > 0) return "no workload's code globs match this file: choose one, or add a glob to the policy";
  return "no policy names a workload: choose a name, and add it to a policy";
}

/** The finding that stands for a site. */
export function findingFor(site: AnySite, input: SourceInput, places: Pick<Places, "at">): SourceFinding {
  const offer = offerFor(site, input);
  const start = places.at(site.start);
  const end = places.at(site.end);
  const matching = workloadsOf(input.path, input.workloads);
  return {
    file: input.path,
    line: start.line,
    column: start.column,
    endLine: end.line,
    endColumn: end.column,
    offset: site.start,
    length: site.end - site.start,
    rule: site.rule,
    vendor: site.vendor.id,
    kind: site.kind,
    api: site.api,
    tier: site.tier,
    state: site.state,
    workload: site.workload ?? (matching.length === 1 ? (matching[0] ?? null) : null),
    fix: offer.grade,
    message: message(site, offer),
  };
}

function message(site: AnySite, offer: Offer): string {
  if (site.form === "plain" || site.state === "gateway") return site.message;
  if (offer.grade === null) return `${site.message} No automatic fix: ${offer.why}.`;
  const advice = `${site.message} ${site.advice}`;
  return offer.why === undefined ? `${advice}.` : `${advice}; ${offer.why}.`;
}
