/** Sends a whole answer at once, after the time that it would take to make, or breaks it off as a fault says. */
import type { Ending } from "./counts.ts";
import type { Exchange } from "./exchange.ts";
import type { Reply } from "./reply.ts";
import type { Fault } from "./types.ts";
import type { Vendor } from "./vendors/vendor.ts";

export interface SendPlainInput {
  exchange: Exchange;
  vendor: Vendor;
  reply: Reply;
  fault: Fault | undefined;
  /** Milliseconds from the request to the answer. */
  durationMs: number;
}

export async function sendPlain({ exchange, vendor, reply, fault, durationMs }: SendPlainInput): Promise<Ending> {
  await exchange.waitUntil(durationMs);
  if (exchange.gone) return "cancelled";
  const answer = vendor.plain(reply, exchange.elapsedMs);
  const half = answer.body.slice(0, Math.floor(answer.body.length / 2));
  switch (fault?.kind) {
    case "reset":
      exchange.begin(answer.status, answer.headers);
      await exchange.reset();
      return "failed";
    case "stall":
      exchange.begin(answer.status, answer.headers);
      await exchange.write(Buffer.from(half));
      await exchange.waitUntilGone();
      return "failed";
    case "cut":
      exchange.begin(answer.status, { ...answer.headers, "content-length": String(Buffer.byteLength(answer.body)) });
      await exchange.write(Buffer.from(half));
      await exchange.reset();
      return "failed";
    case "malformed":
    case "bad-json":
      exchange.send({ ...answer, body: half });
      return "failed";
    default:
      exchange.send(answer);
      return "completed";
  }
}
