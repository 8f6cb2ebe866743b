/**
 * Checks AWS signatures (Signature Version 4) as AWS does: signs the request again with the known secret,
 * with the date, scope and headers that the caller signed, and compares.
 */
import { createHash, timingSafeEqual } from "node:crypto";
import { Sha256 } from "@aws-crypto/sha256-js";
import { SignatureV4 } from "@smithy/signature-v4";
import type { WireAnswer, WireRequest } from "../vendor.ts";
import { awsError } from "./errors.ts";

/** The one AWS identity that the simulator knows. */
export const SIMULATED_ACCESS_KEY_ID = "SIMULATEDACCESSKEY";
export const SIMULATED_SECRET_ACCESS_KEY = "simulated-secret-access-key";

const SERVICE = "bedrock";
const TOLERANCE_MS = 5 * 60_000;
const AUTHORIZATION =
  /^AWS4-HMAC-SHA256\s+Credential=([^/,\s]+)\/(\d{8})\/([^/,\s]+)\/([^/,\s]+)\/aws4_request\s*,\s*SignedHeaders=([^,\s]+)\s*,\s*Signature=([0-9a-f]{64})$/;

/** The refusal for a signature that does not hold; undefined for a good one. `now` in milliseconds since 1970. */
export async function checkSignature(request: WireRequest, now: number): Promise<WireAnswer | undefined> {
  const match = AUTHORIZATION.exec(request.headers.authorization ?? "");
  if (!match) {
    return awsError(
      403,
      "IncompleteSignatureException",
      "Authorization header is not a complete AWS4-HMAC-SHA256 one.",
    );
  }
  const [, accessKeyId = "", date = "", region = "", service = "", signedList = "", signature = ""] = match;
  const signed = new Set(signedList.split(";"));
  const stamp = request.headers["x-amz-date"];
  const signedAt = stamp === undefined ? Number.NaN : readStamp(stamp);
  if (Number.isNaN(signedAt) || !(signed.has("host") || signed.has(":authority")) || !signed.has("x-amz-date")) {
    return awsError(
      403,
      "IncompleteSignatureException",
      "Authorization header requires existence of a signed 'X-Amz-Date' and a signed 'Host' header.",
    );
  }
  if (accessKeyId !== SIMULATED_ACCESS_KEY_ID) {
    return awsError(403, "UnrecognizedClientException", "The security token included in the request is invalid.");
  }
  if (service !== SERVICE) {
    return invalid(`Credential should be scoped to correct service: '${SERVICE}'. `);
  }
  if (!stamp?.startsWith(date))
    return invalid("Date in Credential scope does not match YYYYMMDD from ISO-8601 version of date.");
  const expired = checkTime(signedAt, now);
  if (expired !== undefined) return invalid(expired);
  const expected = await signAgain(request, signed, region, signedAt);
  if (expected !== undefined && timingSafeEqual(Buffer.from(expected), Buffer.from(signature))) return undefined;
  return invalid(
    "The request signature we calculated does not match the signature you provided. Check your AWS Secret Access Key and signing method. Consult the service documentation for details.",
  );
}

const invalid = (message: string) => awsError(403, "InvalidSignatureException", message);

/** `20260102T030405Z` as milliseconds since 1970, or NaN. */
function readStamp(stamp: string): number {
  return Date.parse(stamp.replace(/^(\d{4})(\d\d)(\d\d)T(\d\d)(\d\d)(\d\d)Z$/, "$1-$2-$3T$4:$5:$6Z"));
}

function writeStamp(time: number): string {
  return new Date(time).toISOString().replace(/\.\d+|[-:]/g, "");
}

function checkTime(signedAt: number, now: number): string | undefined {
  if (signedAt < now - TOLERANCE_MS) {
    return `Signature expired: ${writeStamp(signedAt)} is now earlier than ${writeStamp(now - TOLERANCE_MS)} (${writeStamp(now)} - 5 min.)`;
  }
  if (signedAt > now + TOLERANCE_MS) {
    return `Signature not yet current: ${writeStamp(signedAt)} is still later than ${writeStamp(now + TOLERANCE_MS)} (${writeStamp(now)} + 5 min.)`;
  }
  return undefined;
}

/** The signature that the known secret gives; undefined where the request states a wrong hash of its body. */
async function signAgain(
  request: WireRequest,
  signed: ReadonlySet<string>,
  region: string,
  signedAt: number,
): Promise<string | undefined> {
  const stated = request.headers["x-amz-content-sha256"];
  const actual = createHash("sha256").update(request.body).digest("hex");
  if (stated !== undefined && stated !== "UNSIGNED-PAYLOAD" && stated !== actual) return undefined;
  const headers = Object.fromEntries(Object.entries(request.headers).filter(([name]) => signed.has(name)));
  const url = new URL(request.url, "http://simulator");
  const query: Record<string, string[]> = {};
  for (const [name, value] of url.searchParams) query[name] = [...(query[name] ?? []), value];
  const signer = new SignatureV4({
    service: SERVICE,
    region,
    credentials: { accessKeyId: SIMULATED_ACCESS_KEY_ID, secretAccessKey: SIMULATED_SECRET_ACCESS_KEY },
    sha256: Sha256,
    applyChecksum: false,
  });
  const again = await signer.sign(
    {
      method: request.method,
      protocol: "http:",
      hostname: request.headers.host ?? request.headers[":authority"] ?? "",
      // As it came over the wire: URL would change the percent-encoding that was signed.
      path: request.url.split("?", 1)[0] ?? "/",
      query,
      headers,
      body: request.body,
    },
    { signingDate: new Date(signedAt), signableHeaders: new Set(signed) },
  );
  return /Signature=([0-9a-f]{64})$/.exec(again.headers.authorization ?? "")?.[1];
}
