/** A failure that a person can do something about. */
export class Failure extends Error {
  /**
   * @param {string} message What went wrong.
   * @param {string} remedy What to do about it.
   */
  constructor(message, remedy) {
    super(message);
    this.name = "Failure";
    this.remedy = remedy;
  }
}

/** A signal ends a script through its exit handlers, which stop what it started, unless the script has its own way. */
function endOnSignals() {
  for (const [signal, code] of /** @type {const} */ ([
    ["SIGHUP", 129],
    ["SIGINT", 130],
    ["SIGTERM", 143],
  ])) {
    process.on(signal, () => {
      if (process.listenerCount(signal) === 1) process.exit(code);
    });
  }
}

/** Runs a script's main function; a failure is printed in words, and the exit code is 1. @param {() => Promise<number | void>} main */
export async function runMain(main) {
  endOnSignals();
  try {
    const code = await main();
    if (typeof code === "number") process.exitCode = code;
  } catch (error) {
    process.exitCode = 1;
    if (error instanceof Failure) process.stderr.write(`\n✗ ${error.message}\n  ${error.remedy}\n`);
    else process.stderr.write(`\n✗ ${error instanceof Error ? (error.stack ?? error.message) : String(error)}\n`);
  }
}
