/** Finds a provider's credentials where the catalog says they are. Secrets stay in memory and out of every message. */
import type { defaultProvider } from "@aws-sdk/credential-provider-node";
import type { AdapterName } from "../documents/vocabulary.ts";
import type { CompiledDeployment } from "../policy/types.ts";
import type { ResolvedCredentials } from "../providers/adapter.ts";
import { GoogleTokens } from "./google-credentials/google-tokens.ts";
import { CredentialsFault, MissingCredentialsError } from "./missing-credentials.ts";

/** Gives a promise only where finding them takes time. Throws MissingCredentialsError, at once or later. */
export type CredentialResolver = (deployment: CompiledDeployment) => ResolvedCredentials | Promise<ResolvedCredentials>;

/** Who may be sent an access token of Google's: the others are somebody else. */
const TAKES_TOKENS: ReadonlySet<AdapterName> = new Set(["gemini", "openai-compatible"]);

/**
 * Looks in the environment given, for AWS in the SDKs' usual chain (which keeps and renews what it finds), and for Google
 * in a file or the usual places.
 * @param now milliseconds since 1970
 */
export function credentialsFrom(
  env: Readonly<Record<string, string | undefined>>,
  now: () => number,
): CredentialResolver {
  const google = new GoogleTokens(env, now);
  let chain: ReturnType<typeof defaultProvider> | undefined;
  const fromChain = async (provider: string): Promise<ResolvedCredentials> => {
    // Half a megabyte of code, for AWS alone.
    const { defaultProvider } = await import("./aws-chain.ts");
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
    if (credentials?.file !== undefined || credentials?.chain === "google") {
      if (TAKES_TOKENS.has(adapter)) return fromGoogle(google, provider, credentials.file);
      const place = `Google's are for the adapters ${[...TAKES_TOKENS].join(" and ")}, not for ${adapter}`;
      throw new MissingCredentialsError(provider, place, "credentials.unsupported");
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

/** Gives a promise only where a token has to be made. */
function fromGoogle(
  tokens: GoogleTokens,
  provider: string,
  file: string | undefined,
): ResolvedCredentials | Promise<ResolvedCredentials> {
  const token = tokens.token(file);
  if (typeof token === "string") return { kind: "token", token };
  return token.then(
    (made) => ({ kind: "token", token: made }),
    (error: unknown) => {
      throw error instanceof CredentialsFault
        ? new MissingCredentialsError(provider, error.message, error.code)
        : error;
    },
  );
}
