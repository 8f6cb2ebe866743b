/** A/A: the baseline against itself, as another arm would be. What differs there is noise. */
import type { Arm } from "./arms.ts";
import type { Difference } from "./types.ts";

/** The baseline once more, under another name. */
export function againOf(baseline: Arm): Arm {
  return { ...baseline, id: `${baseline.id} (again)` };
}

/** How far each metric may differ by chance: the farther end of the interval of the baseline against itself. */
export function floorOf(differences: readonly Difference[], again: string): Map<Difference["metric"], number> {
  const floor = new Map<Difference["metric"], number>();
  for (const { arm, metric, interval } of differences) {
    if (arm === again && interval) floor.set(metric, Math.max(Math.abs(interval[0]), Math.abs(interval[1])));
  }
  return floor;
}
