/** What the scripts say while they work. */

/** Seconds with one decimal. @param {number} since Milliseconds of `Date.now()`. */
export function elapsed(since) {
  return `${((Date.now() - since) / 1000).toFixed(1)} s`;
}

/** Prints a line of progress. @param {string} text */
export function say(text) {
  process.stdout.write(`${text}\n`);
}

/**
 * Runs a long step and says so: at its start, every ten seconds, and at its end.
 * @template T
 * @param {string} title
 * @param {() => Promise<T>} work
 * @returns {Promise<T>}
 */
export async function step(title, work) {
  const started = Date.now();
  say(`▸ ${title} …`);
  const heartbeat = setInterval(() => say(`  … still at it: ${title} (${elapsed(started)})`), 10_000);
  try {
    const result = await work();
    say(`  done in ${elapsed(started)}`);
    return result;
  } finally {
    clearInterval(heartbeat);
  }
}
