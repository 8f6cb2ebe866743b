/** Reads a file of Google credentials. */
import { readFile } from "node:fs/promises";
import { isObject, type JsonObject, parseJson } from "../../protocols/shared/json.ts";
import { CredentialsFault } from "../missing-credentials.ts";

const TOKEN_ENDPOINT = "https://oauth2.googleapis.com/token";

/** Who signs, or may have tokens made anew. */
export type GoogleKey =
  | { kind: "service-account"; email: string; privateKey: string; keyId: string | undefined; endpoint: URL }
  | { kind: "user"; clientId: string; clientSecret: string; refreshToken: string; endpoint: URL };

/** Throws CredentialsFault, which names the file and the member, never a value. */
export async function readKeyFile(path: string): Promise<GoogleKey> {
  let text: string;
  try {
    text = await readFile(path, "utf8");
  } catch (error) {
    const { code = "an error" } = error as NodeJS.ErrnoException;
    throw new CredentialsFault("credentials.missing", `the file ${path} can not be read (${code})`);
  }
  const key = parseJson(text);
  if (!isObject(key)) throw new CredentialsFault("credentials.unreadable", `the file ${path} is not a JSON object`);
  const member = (name: string): string => textOf(key, name, path);
  switch (key.type) {
    case "service_account":
      return {
        kind: "service-account",
        email: member("client_email"),
        privateKey: member("private_key"),
        keyId: typeof key.private_key_id === "string" ? key.private_key_id : undefined,
        endpoint: endpointOf(key, path),
      };
    case "authorized_user":
      return {
        kind: "user",
        clientId: member("client_id"),
        clientSecret: member("client_secret"),
        refreshToken: member("refresh_token"),
        endpoint: endpointOf(key, path),
      };
    default: {
      const type =
        typeof key.type === "string" && /^\w{1,40}$/.test(key.type) ? `of type ${key.type}` : "of no known type";
      const remedy = "Give the key of a service account, or what gcloud auth application-default login writes";
      throw new CredentialsFault("credentials.unsupported", `the file ${path} is ${type}. ${remedy}`);
    }
  }
}

function textOf(key: JsonObject, name: string, path: string): string {
  const value = key[name];
  if (typeof value === "string" && value !== "") return value;
  throw new CredentialsFault("credentials.unreadable", `the file ${path} has no ${name}`);
}

/** Where the file says that tokens are made. A secret goes there, so nobody may listen on the way. */
function endpointOf(key: JsonObject, path: string): URL {
  const value = typeof key.token_uri === "string" ? key.token_uri : TOKEN_ENDPOINT;
  const url = URL.canParse(value) ? new URL(value) : undefined;
  const isLocal = url !== undefined && ["127.0.0.1", "localhost", "[::1]"].includes(url.hostname);
  if (url && (url.protocol === "https:" || (url.protocol === "http:" && isLocal))) return url;
  throw new CredentialsFault("credentials.unreadable", `the token_uri in the file ${path} must begin with https://`);
}
