import { createHash } from "node:crypto";

/** The draw of a request, from 0 up to 1: the same for the same session, at random without one. */
export function drawFor(session: string | undefined, random: () => number): number {
  if (session === undefined) return random();
  return createHash("sha256").update(session).digest().readUInt32BE(0) / 2 ** 32;
}
