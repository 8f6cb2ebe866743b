/** What is sent to a deployment, or why nothing can be sent to it. */
import type { Candidate } from "../policy/types.ts";
import type { IngressRequest } from "../protocols/caller.ts";
import type { ProviderFailure } from "../protocols/failure.ts";
import { UntranslatableError } from "../protocols/neutral.ts";
import { ProviderConfigurationError, type UpstreamRequest } from "../providers/adapter.ts";
import { adapterServing } from "../providers/index.ts";
import { requestFault } from "./admit.ts";
import { type CredentialResolver, MissingCredentialsError } from "./credentials.ts";

export type Prepared =
  | { kind: "ready"; upstream: UpstreamRequest }
  | { kind: "untranslatable"; error: UntranslatableError }
  | { kind: "failed"; failure: ProviderFailure };

export interface PrepareContext {
  credentials: CredentialResolver;
  endpointOverrides: Readonly<Record<string, string>>;
  /** Milliseconds since 1970. */
  now: () => number;
}

/** Prepares the request for a candidate. Throws a GatewayError where the request itself is malformed. */
export async function prepare(
  request: IngressRequest,
  { deployment, maxOutputTokens }: Candidate,
  { credentials, endpointOverrides, now }: PrepareContext,
): Promise<Prepared> {
  try {
    const upstream = await adapterServing(deployment, request.protocol).prepare({
      request,
      deployment,
      endpointOverride: endpointOverrides[deployment.provider],
      credentials: await credentials(deployment),
      maxOutputTokens,
      now: now(),
    });
    return { kind: "ready", upstream };
  } catch (error) {
    if (error instanceof UntranslatableError) return { kind: "untranslatable", error };
    const fault = requestFault(error);
    if (fault) throw fault;
    if (!(error instanceof MissingCredentialsError || error instanceof ProviderConfigurationError)) throw error;
    const { message } = error;
    const failure: ProviderFailure = {
      failure: "credentials",
      message,
      providerCode: undefined,
      status: undefined,
      retryAfterMs: undefined,
    };
    return { kind: "failed", failure };
  }
}
