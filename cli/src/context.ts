/** What a subcommand may touch of the outside world, so that tests can run it in memory. */
export interface CommandContext {
  /** The folder from which paths are resolved and shown. */
  cwd: string;
  env: Readonly<Record<string, string | undefined>>;
  /** Milliseconds since 1970. */
  now(): number;
  stdout(text: string): void;
  stderr(text: string): void;
  /** Sets what the process exits with: 0 fine, 1 findings, 2 misuse or broken input. The highest wins. */
  setExitCode(code: 0 | 1 | 2): void;
  /** Aborted on Ctrl-C and SIGTERM. Commands that stay must end when it does. */
  signal: AbortSignal;
}

/** Input that a command can not work with. Printed as `message`, exit code 2. */
export class UsageError extends Error {
  /** Stable, in words: `cli.no-documents`. */
  readonly code: string;
  constructor(code: string, message: string) {
    super(message);
    this.name = "UsageError";
    this.code = code;
  }
}
