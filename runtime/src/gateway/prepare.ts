/** What is sent to a deployment, or why nothing can be sent to it. */
import type { Candidate } from "../policy/types.ts";
import type { IngressRequest } from "../protocols/caller.ts";
import type { ProviderFailure } from "../protocols/failure.ts";
import { UntranslatableError } from "../protocols/neutral.ts";
import { ProviderConfigurationError, type ResolvedCredentials, type UpstreamRequest } from "../providers/adapter.ts";
import { adapterForRequest } from "../providers/index.ts";
import { requestFault } from "./admit.ts";
import type { CredentialResolver } from "./credentials.ts";
import { MissingCredentialsError } from "./missing-credentials.ts";

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

/** The credentials, unless finding them takes longer than the request may: a chain asks files, processes and servers. */
async function within(
  found: Promise<ResolvedCredentials>,
  { provider, credentials }: Candidate["deployment"],
  timeLimitMs: number,
): Promise<ResolvedCredentials> {
  // A variable is read at once, and a timer for every request would cost more than reading it.
  if (credentials?.env !== undefined || credentials?.chain === "none") return found;
  let timer: NodeJS.Timeout | undefined;
  const tooLate = new Promise<never>((_resolve, reject) => {
    const place = `the credential chain found none within ${Math.round(timeLimitMs)} ms`;
    timer = setTimeout(() => reject(new MissingCredentialsError(provider, place)), Math.max(0, timeLimitMs));
  });
  try {
    return await Promise.race([found, tooLate]);
  } finally {
    clearTimeout(timer);
  }
}

/**
 * Prepares the request for a candidate. Throws a GatewayError where the request itself is malformed.
 * @param timeLimitMs the longest that finding credentials may take
 * @param refusesStreamUsage the deployment has refused to be asked for the usage of a stream
 */
export async function prepare(
  request: IngressRequest,
  { deployment, maxOutputTokens }: Candidate,
  context: PrepareContext,
  timeLimitMs: number,
  refusesStreamUsage = false,
): Promise<Prepared> {
  const { endpointOverrides, now } = context;
  try {
    const found = context.credentials(deployment);
    const prepared = adapterForRequest(deployment, request).prepare({
      request,
      deployment,
      endpointOverride: endpointOverrides[deployment.provider],
      // Waiting for what is there already would cost a turn for every request.
      credentials: found instanceof Promise ? await within(found, deployment, timeLimitMs) : found,
      maxOutputTokens,
      now: now(),
      refusesStreamUsage,
    });
    return { kind: "ready", upstream: prepared instanceof Promise ? await prepared : prepared };
  } catch (error) {
    if (error instanceof UntranslatableError) return { kind: "untranslatable", error };
    const fault = requestFault(error);
    if (fault) throw fault;
    if (!(error instanceof MissingCredentialsError || error instanceof ProviderConfigurationError)) throw error;
    const { message } = error;
    const failure: ProviderFailure = {
      failure: "credentials",
      message,
      providerCode: error instanceof MissingCredentialsError ? error.code : undefined,
      status: undefined,
      retryAfterMs: undefined,
    };
    return { kind: "failed", failure };
  }
}
