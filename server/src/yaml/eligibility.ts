/** Which deployments a workload may use, and what rejects the others: asked of the one function that decides. */
import {
  type CheckedWorkspace,
  type Diagnostic,
  pointerSegments,
  stopsGeneration,
  type Workload,
} from "@fairlead/runtime/documents";
import { eligibility as eligibilityAt, type Rejection } from "@fairlead/runtime/policy";
import { RuleMemory } from "@fairlead/runtime/rules";

/** All deployments, each with what rejects it: nothing where it may serve. */
export type Eligibility = ReadonlyMap<string, readonly Rejection[]>;

/** What may be wrong in a workload while its route is being typed: it does not matter for what the rest allows. */
const HARMLESS_KEYS: ReadonlySet<string> = new Set(["route", "description", "owner", "code", "objectives", "fallback"]);

const DAY = 24 * 60 * 60 * 1000;

/** Saves compiling all deployments anew after each edit. It knows one workspace at a time; with another all is anew. */
const memory = new RuleMemory();

const known = new WeakMap<CheckedWorkspace, Map<string, Eligibility | undefined>>();

/** All deployments as candidates of a workload at a time, whatever its route says; undefined where that cannot be known. */
export function eligibility(workload: string, checked: CheckedWorkspace, at: number): Eligibility | undefined {
  const ofWorkspace = known.get(checked) ?? new Map<string, Eligibility | undefined>();
  known.set(checked, ofWorkspace);
  // Notices take effect by date.
  const key = `${Math.floor(at / DAY)} ${workload}`;
  if (!ofWorkspace.has(key)) ofWorkspace.set(key, judge(workload, checked, at));
  return ofWorkspace.get(key);
}

function judge(id: string, checked: CheckedWorkspace, at: number): Eligibility | undefined {
  const { catalog, policy } = checked.documents;
  const workload = Object.hasOwn(policy.workloads, id) ? policy.workloads[id] : undefined;
  if (!workload || !isKnownWellEnough(id, checked)) return undefined;
  const [anyone] = Object.keys(catalog.deployments);
  if (anyone === undefined) return undefined;
  // The route as it is being typed may name what does not exist; eligibility does not depend on it.
  const asked: Workload = { ...workload, route: { candidates: [anyone] } };
  const compiled = memory.compile({ catalog, policy: { ...policy, workloads: { [id]: asked } } }, { budgets: true });
  return eligibilityAt(compiled, id, at);
}

/** Whether all that a decision needs is without errors: the catalog, the rules and budgets, and this workload's needs. */
function isKnownWellEnough(id: string, { diagnostics, entities, files }: CheckedWorkspace): boolean {
  const workloads = entities.definitions("workload");
  const suites = new Set(
    files.filter(({ documents }) => documents.every(({ kind }) => kind === "BenchmarkSuite")).map(({ uri }) => uri),
  );
  return diagnostics.every((found) => {
    if (!stopsGeneration(found) || suites.has(found.uri)) return true;
    const holder = workloads.find(({ location, entry }) => location.uri === found.uri && lies(found, entry));
    if (!holder || found.code.startsWith("yaml.")) return false;
    return holder.id !== id || isHarmless(found);
  });
}

function isHarmless({ code, data }: Diagnostic): boolean {
  if (data?.pointer === undefined) return code.startsWith("route.");
  const [, , key] = pointerSegments(data.pointer);
  return key === undefined ? data.missing === "route" : HARMLESS_KEYS.has(key);
}

function lies({ range }: Diagnostic, { start, end }: Diagnostic["range"]): boolean {
  const from = range.start.line - start.line || range.start.character - start.character;
  const to = range.end.line - end.line || range.end.character - end.character;
  return from >= 0 && to <= 0;
}
