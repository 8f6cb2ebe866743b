/** Runs a task once things have been quiet for a while, and now and then where they never are. */
export interface Debounced {
  /** Asks for a run; a run that is waiting waits anew, up to a limit. */
  schedule(): void;
  cancel(): void;
}

/** `quiet` is asked at each schedule, so that slow work can wait longer. Both are in milliseconds. */
export interface Waits {
  quiet(): number;
  /** From the first request for a run to the run, however many follow. */
  atMost: number;
}

/** A task of which only one run waits at a time. */
export function debounce(task: () => void, { quiet, atMost }: Waits): Debounced {
  let timer: NodeJS.Timeout | undefined;
  let since: number | undefined;
  const cancel = () => {
    clearTimeout(timer);
    timer = undefined;
    since = undefined;
  };
  const run = () => {
    cancel();
    task();
  };
  return {
    schedule() {
      clearTimeout(timer);
      const now = performance.now();
      since ??= now;
      timer = setTimeout(run, Math.max(0, Math.min(quiet(), since + atMost - now)));
    },
    cancel,
  };
}
