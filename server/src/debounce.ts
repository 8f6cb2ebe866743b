/** Runs a task once things have been quiet for a while. */
export interface Debounced {
  /** Asks for a run; a run that is waiting waits anew. */
  schedule(): void;
  /** Runs now where a run is waiting. */
  flush(): void;
  cancel(): void;
}

/** `delay` is in milliseconds. */
export function debounce(task: () => void, delay: number): Debounced {
  let timer: NodeJS.Timeout | undefined;
  const cancel = () => {
    clearTimeout(timer);
    timer = undefined;
  };
  const run = () => {
    cancel();
    task();
  };
  return {
    schedule() {
      cancel();
      timer = setTimeout(run, delay);
    },
    flush() {
      if (timer) run();
    },
    cancel,
  };
}
