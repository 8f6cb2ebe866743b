/** Work on texts that may be nested beyond reading, and work that is done when it is first asked for. */

/** The parsers recurse, so that text nested many thousand levels deep overflows the stack. Nobody wrote such by hand. */
export function unlessTooDeep<T>(work: () => T): T | undefined {
  try {
    return work();
  } catch (error) {
    if (error instanceof RangeError) return undefined;
    throw error;
  }
}

/** What a piece of work gives, done once. */
export function once<T>(work: () => T): () => T {
  let done: { value: T } | undefined;
  return () => {
    done ??= { value: work() };
    return done.value;
  };
}
