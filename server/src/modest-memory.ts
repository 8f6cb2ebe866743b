/** An editor's helper shares the machine with everything else that its user runs. */
import v8 from "node:v8";

/**
 * Lets this process's memory grow by small steps. V8 would rather let garbage pile up than look for it: while a file
 * of 22,000 lines is edited that makes 220 MB where 140 do. Smaller steps still would save 15 MB more, and spend as
 * much time looking for garbage as on all else.
 */
export function growSlowly(): void {
  v8.setFlagsFromString("--heap-growing-percent=60");
  v8.setFlagsFromString("--semi-space-growth-factor=1");
}
