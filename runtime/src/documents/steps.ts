/** Long work in small steps, between which a server can answer others. */

/** Work that can be put down at each `yield`, and comes to a result. */
export type Steps<T> = Generator<void, T, void>;

/** Does all steps at once. */
export function atOnce<T>(steps: Steps<T>): T {
  for (;;) {
    const { done, value } = steps.next();
    if (done) return value;
  }
}
