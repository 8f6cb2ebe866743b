/** The environment variables, and none where the runtime has no process, as in a browser or an edge worker. */
export function environment(): Readonly<Record<string, string | undefined>> {
  return (globalThis as { process?: { env?: Record<string, string | undefined> } }).process?.env ?? {};
}
