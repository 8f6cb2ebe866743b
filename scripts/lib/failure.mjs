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

/** Runs a script's main function; a failure is printed in words, and the exit code is 1. @param {() => Promise<number | void>} main */
export async function runMain(main) {
  try {
    const code = await main();
    if (typeof code === "number") process.exitCode = code;
  } catch (error) {
    process.exitCode = 1;
    if (error instanceof Failure) process.stderr.write(`\n✗ ${error.message}\n  ${error.remedy}\n`);
    else process.stderr.write(`\n✗ ${error instanceof Error ? (error.stack ?? error.message) : String(error)}\n`);
  }
}
