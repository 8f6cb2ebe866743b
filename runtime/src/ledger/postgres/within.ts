import { StoreLostError } from "../store-lost.ts";

/** A timer that rings so much too late tells that this process itself stood still, */
const STOOD_STILL_MS = 50;
/** and the answer may lie there unread: it gets so long to be read. Milliseconds. */
const GRACE_MS = 500;

/** Waits for work of the store, but not longer than so many milliseconds: rejects with a StoreLostError then. */
export async function within<T>(milliseconds: number, work: Promise<T>): Promise<T> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<never>((_resolve, reject) => {
    const lose = (): void => reject(new StoreLostError("it does not answer in time"));
    const due = performance.now() + milliseconds;
    timer = setTimeout(() => {
      if (performance.now() - due < STOOD_STILL_MS) lose();
      else timer = setTimeout(lose, GRACE_MS);
    }, milliseconds);
  });
  try {
    return await Promise.race([work, late]);
  } finally {
    clearTimeout(timer);
  }
}
