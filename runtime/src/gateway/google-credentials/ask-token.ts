/** Has an access token made: by a signed claim (RFC 7523), by a refresh token, or by the machine's metadata server. */
import { sign } from "node:crypto";
import type { IncomingMessage, RequestOptions } from "node:http";
import { isObject, parseJson } from "../../protocols/shared/json.ts";
import { maskSecrets } from "../../protocols/shared/mask-secrets.ts";
import { CredentialsFault } from "../missing-credentials.ts";
import { type GoogleKey, readKeyFile } from "./read-key-file.ts";
import type { GoogleSource } from "./source.ts";

const SCOPE = "https://www.googleapis.com/auth/cloud-platform";
const JWT_BEARER = "urn:ietf:params:oauth:grant-type:jwt-bearer";
/** The longest that Google takes a claim for. Seconds. */
const CLAIM_SECONDS = 3600;
const TOKEN_PATH = "/computeMetadata/v1/instance/service-accounts/default/token";
/** For the whole answer. Milliseconds. */
const ANSWER_MS = 10_000;
/** More than any token. Characters. */
const LONGEST_ANSWER = 1_000_000;

export interface AccessToken {
  token: string;
  /** Milliseconds since 1970. */
  expiresAt: number;
}

/**
 * Asks for a token. Throws CredentialsFault, whose words hold no secret.
 * @param now milliseconds since 1970
 */
export async function askToken(source: GoogleSource, now: number): Promise<AccessToken> {
  if (source.kind === "metadata") {
    const headers = { "metadata-flavor": "Google" };
    return readToken(new URL(TOKEN_PATH, source.origin), { method: "GET", headers }, now);
  }
  const key = await readKeyFile(source.path);
  const body = new URLSearchParams(key.kind === "user" ? refreshing(key) : claiming(key, source.path, now)).toString();
  const headers = { "content-type": "application/x-www-form-urlencoded" };
  return readToken(key.endpoint, { method: "POST", headers, body }, now);
}

function refreshing({ clientId, clientSecret, refreshToken }: GoogleKey & { kind: "user" }): Record<string, string> {
  return {
    grant_type: "refresh_token",
    client_id: clientId,
    client_secret: clientSecret,
    refresh_token: refreshToken,
  };
}

function claiming(
  { email, privateKey, keyId, endpoint }: GoogleKey & { kind: "service-account" },
  path: string,
  now: number,
): Record<string, string> {
  const issued = Math.floor(now / 1000);
  const header = { alg: "RS256", typ: "JWT", ...(keyId === undefined ? {} : { kid: keyId }) };
  const claim = { iss: email, scope: SCOPE, aud: endpoint.href, iat: issued, exp: issued + CLAIM_SECONDS };
  const signed = `${base64(header)}.${base64(claim)}`;
  try {
    const signature = sign("RSA-SHA256", Buffer.from(signed), privateKey).toString("base64url");
    return { grant_type: JWT_BEARER, assertion: `${signed}.${signature}` };
  } catch {
    throw new CredentialsFault("credentials.unreadable", `the private_key in the file ${path} is no RSA key`);
  }
}

function base64(value: unknown): string {
  return Buffer.from(JSON.stringify(value)).toString("base64url");
}

async function readToken(
  url: URL,
  { body: asked, ...options }: { method: "GET" | "POST"; headers: Record<string, string>; body?: string },
  now: number,
): Promise<AccessToken> {
  let status: number;
  let text = "";
  try {
    const answer = await send(url, options, asked);
    status = answer.statusCode ?? 0;
    for await (const piece of answer.setEncoding("utf8")) if (text.length < LONGEST_ANSWER) text += piece;
  } catch (error) {
    const { code = "no answer" } = error as NodeJS.ErrnoException;
    throw new CredentialsFault("credentials.unreachable", `${url.origin} can not be reached for a token (${code})`);
  }
  const body = parseJson(text);
  const { access_token: token, expires_in: seconds } = isObject(body) ? body : {};
  if (status === 200 && typeof token === "string" && token !== "" && typeof seconds === "number" && seconds > 0)
    return { token, expiresAt: now + seconds * 1000 };
  const words = isObject(body) ? [body.error, body.error_description].filter((one) => typeof one === "string") : [];
  const reason = words.length > 0 ? `: ${maskSecrets(words.join(", "))}` : "";
  throw new CredentialsFault(
    status >= 500 ? "credentials.unreachable" : "credentials.refused",
    `${url.origin} gave no token (${status}${reason})`,
  );
}

/** Sends by Node's own client: it comes only with the first token, and nobody else needs it. */
async function send(url: URL, options: RequestOptions, body: string | undefined): Promise<IncomingMessage> {
  const { request } = url.protocol === "https:" ? await import("node:https") : await import("node:http");
  return new Promise((resolve, reject) => {
    const signal = AbortSignal.timeout(ANSWER_MS);
    request(url, { ...options, signal }, resolve)
      .on("error", reject)
      .end(body);
  });
}
