import { ProviderConfigurationError } from "../adapter.ts";

/** A base URL in the parts that a request needs. */
export interface Endpoint {
  /** `https://host[:port]` */
  origin: string;
  /** Path in front of the operation's own, without a slash at the end: empty for none. */
  prefix: string;
}

/** Endpoints come from the configuration, so there are few; parsing one takes longer than all else in a request. */
const parsed = new Map<string, Endpoint>();
const MOST = 1000;

/** Splits a base URL. Throws ProviderConfigurationError where it is none. */
export function parseEndpoint(url: string): Endpoint {
  const known = parsed.get(url);
  if (known) return known;
  const { protocol, origin, pathname, search, username } = readUrl(url);
  if (protocol !== "https:" && protocol !== "http:") {
    throw new ProviderConfigurationError(`The endpoint ${shown(url)} must begin with https:// or http://.`);
  }
  if (username || search) {
    throw new ProviderConfigurationError("An endpoint holds no user name and no query. Credentials are named apart.");
  }
  const endpoint = { origin, prefix: pathname.replace(/\/+$/, "") };
  if (parsed.size >= MOST) parsed.clear();
  parsed.set(url, endpoint);
  return endpoint;
}

function readUrl(url: string): URL {
  try {
    return new URL(url);
  } catch {
    throw new ProviderConfigurationError(`The endpoint ${shown(url)} is not a URL. Write it as https://host/path.`);
  }
}

/** An address without the user name and password that somebody may have put there. */
function shown(url: string): string {
  return url.replace(/\/\/[^/@]*@/, "//");
}
