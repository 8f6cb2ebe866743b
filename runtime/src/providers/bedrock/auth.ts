import { ProviderConfigurationError, type ResolvedCredentials, type UpstreamRequest } from "../adapter.ts";
import { bearerHeaders } from "../shared/bearer.ts";
import { NodeSha256 } from "./node-hash.ts";

/** A request that lacks nothing but its credentials. */
type Unsigned = Pick<UpstreamRequest, "origin" | "path" | "headers" | "body">;

export interface SigningFacts {
  credentials: ResolvedCredentials;
  region: string | undefined;
  /** Id of the provider, for messages. */
  provider: string;
  /** Milliseconds since 1970. */
  now: number;
}

/**
 * The headers with what proves who asks: AWS Signature Version 4, or a Bedrock API key as a bearer token. Without
 * credentials they stay as they are, for a proxy that signs.
 */
export async function authHeaders(request: Unsigned, facts: SigningFacts): Promise<Record<string, string>> {
  const { credentials, provider } = facts;
  if (credentials.kind !== "aws") return { ...request.headers, ...bearerHeaders(credentials, provider) };
  if (facts.region === undefined) {
    throw new ProviderConfigurationError(
      `Provider ${provider} has no region, which AWS signatures need. Set it in the catalog.`,
    );
  }
  const { accessKeyId, secretAccessKey, sessionToken } = credentials;
  // Loaded with the first request that is signed: most gateways never see one.
  const { SignatureV4 } = await import("./signature.ts");
  const signer = new SignatureV4({
    service: "bedrock",
    region: facts.region,
    credentials: { accessKeyId, secretAccessKey, ...(sessionToken === undefined ? {} : { sessionToken }) },
    sha256: NodeSha256,
  });
  const { host, hostname, protocol } = new URL(request.origin);
  const signed = await signer.sign(
    {
      method: "POST",
      protocol,
      hostname,
      // As sent: the signer itself encodes the path once more, which is how AWS checks a model id with a colon.
      path: request.path,
      headers: { ...request.headers, host },
      body: request.body,
    },
    { signingDate: new Date(facts.now) },
  );
  return signed.headers;
}
