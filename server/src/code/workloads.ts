/** Which workload a source file belongs to, by the globs of the policy. */
import picomatch from "picomatch";
import type { WorkloadCode } from "./types.ts";

/** The ids of the workloads whose globs match the path, in the order given. */
export function workloadsOf(path: string, workloads: readonly WorkloadCode[]): string[] {
  return workloads.filter(({ globs }) => globs.length > 0 && matcher(globs)(path)).map(({ id }) => id);
}

// Compiling a glob costs more than a thousand matches, and a scan asks for each file.
const matchers = new WeakMap<readonly string[], (path: string) => boolean>();

function matcher(globs: readonly string[]): (path: string) => boolean {
  const known = matchers.get(globs);
  if (known) return known;
  const made = picomatch(
    [...globs].map((glob) => glob.replace(/^\.?\//, "")),
    { dot: true },
  );
  matchers.set(globs, made);
  return made;
}

/** The workload to name in a fix where the policy names none: no policy knows it, so it can not pass unseen. */
export const PLACEHOLDER_WORKLOAD = "choose-a-workload";

/** What is wrong with the name of a workload that no policy knows. `guess` is a question about what was meant, or empty. */
export function unknownWorkloadMessage(workload: string, guess: string): string {
  return workload === PLACEHOLDER_WORKLOAD
    ? `"${workload}" stands for a workload that is still to be chosen: the gateway refuses its calls. Name one of a RoutingPolicy.`
    : `No routing policy here has a workload "${workload}", so the gateway refuses its calls.${
        guess || ' Define it under "workloads" of a RoutingPolicy.'
      }`;
}

// More would fill a screen; the editor's own completion helps from there.
const MOST_CHOICES = 20;

export interface WorkloadChoices {
  /** The one workload that the policy decides on. */
  decided: string | undefined;
  /** What a person could choose from otherwise, the likeliest first, never empty. */
  choices: string[];
}

/** What a fix in this file should name as its workload. */
export function workloadChoices(path: string, workloads: readonly WorkloadCode[]): WorkloadChoices {
  const matching = workloadsOf(path, workloads);
  if (matching.length === 1) return { decided: matching[0], choices: matching };
  const choices = matching.length > 0 ? matching : workloads.map(({ id }) => id);
  return { decided: undefined, choices: choices.length > 0 ? choices.slice(0, MOST_CHOICES) : [PLACEHOLDER_WORKLOAD] };
}
