/** Finds a provider's credentials where the catalog says they are. Secrets stay in memory and out of every message. */
import type { defaultProvider } from "@aws-sdk/credential-provider-node";
import type { CompiledDeployment } from "../policy/types.ts";
import type { ResolvedCredentials } from "../providers/adapter.ts";

/** Gives a promise only where finding them takes time. Throws MissingCredentialsError, at once or later. */
export type CredentialResolver = (deployment: CompiledDeployment) => ResolvedCredentials | Promise<ResolvedCredentials>;

/** Credentials that are not where the catalog says. The message names the place, never a value. */
export class MissingCredentialsError extends Error {
  constructor(provider: string, place: string) {
    super(`provider ${provider} has no credentials: ${place}`);
    this.name = "MissingCredentialsError";
  }
}

/** Looks in the environment given, and for AWS in the SDKs' usual chain (which keeps and renews what it finds). */
export function credentialsFrom(env: Readonly<Record<string, string | undefined>>): CredentialResolver {
  let chain: ReturnType<typeof defaultProvider> | undefined;
  const fromChain = async (provider: string): Promise<ResolvedCredentials> => {
    // Half a megabyte of code, for AWS alone.
    const { defaultProvider } = await import("@aws-sdk/credential-provider-node");
    chain ??= defaultProvider();
    try {
      const { accessKeyId, secretAccessKey, sessionToken } = await chain();
      return { kind: "aws", accessKeyId, secretAccessKey, ...(sessionToken === undefined ? {} : { sessionToken }) };
    } catch {
      throw new MissingCredentialsError(provider, "the AWS credential chain found none");
    }
  };
  return ({ provider, adapter, credentials }) => {
    if (credentials?.env !== undefined) {
      const key = env[credentials.env];
      if (key) return { kind: "key", key };
      throw new MissingCredentialsError(provider, `environment variable ${credentials.env} is not set`);
    }
    const source = credentials?.chain ?? (adapter === "bedrock" ? "aws" : undefined);
    if (source === "none") return { kind: "none" };
    if (source === undefined) {
      const remedy = "a host that asks for none has `credentials: { chain: none }`";
      throw new MissingCredentialsError(provider, `the catalog names none; ${remedy}`);
    }
    const bearer = env.AWS_BEARER_TOKEN_BEDROCK;
    return bearer ? { kind: "key", key: bearer } : fromChain(provider);
  };
}
