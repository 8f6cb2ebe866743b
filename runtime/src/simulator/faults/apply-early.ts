/** Faults that strike before an answer is begun. */
import type { Exchange } from "../exchange.ts";
import type { Fault } from "../types.ts";
import { REFUSALS, type RefusalKind, type Vendor, type WireAnswer } from "../vendors/vendor.ts";
import { retryAfterHeaders, retryAfterOf } from "./retry-after.ts";

const BAD_GATEWAY: WireAnswer = {
  status: 502,
  headers: { "content-type": "text/html" },
  body: "<html>\r\n<head><title>502 Bad Gateway</title></head>\r\n<body>\r\n<center><h1>502 Bad Gateway</h1></center>\r\n<hr><center>nginx</center>\r\n</body>\r\n</html>\r\n",
};

export interface EarlyFaultInput {
  exchange: Exchange;
  fault: Fault;
  vendor: Vendor;
  model: string;
  /** In a plain answer an error within the stream can only be an error. */
  stream: boolean;
  now: number;
}

/** Answers as the fault says. Returns false where the fault strikes later or not here. */
export async function applyEarlyFault(input: EarlyFaultInput): Promise<boolean> {
  const { exchange, fault, vendor, model, stream, now } = input;
  if (fault.kind === "refuse-connection") {
    exchange.destroy();
    return true;
  }
  if (fault.kind === "timeout") {
    await exchange.waitUntilGone();
    return true;
  }
  if (fault.kind === "html-error") {
    exchange.send(BAD_GATEWAY);
    return true;
  }
  const refusal = refusalOf(fault, vendor, stream);
  if (refusal === undefined) return false;
  const retryAfter = retryAfterOf(fault);
  const answer = vendor.refuse(refusal, model, retryAfter?.ms);
  exchange.send({ ...answer, headers: { ...answer.headers, ...retryAfterHeaders(retryAfter, now) } });
  return true;
}

function refusalOf({ kind }: Fault, vendor: Vendor, stream: boolean): RefusalKind | undefined {
  if (kind === "error-in-stream" && !stream) return "http-500";
  if (kind === "content-filter" && vendor.filterWords !== undefined) return undefined;
  return REFUSALS.find((refusal) => refusal === kind);
}
