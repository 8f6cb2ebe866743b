/** Why there are no credentials. Stable; docs/errors.md lists them. */
export type CredentialsCode =
  | "credentials.missing"
  | "credentials.unreadable"
  | "credentials.unsupported"
  | "credentials.refused"
  | "credentials.unreachable";

/** Credentials that are not where the catalog says, or that nobody takes. The message names the place, never a value. */
export class MissingCredentialsError extends Error {
  readonly code: CredentialsCode;
  constructor(provider: string, place: string, code: CredentialsCode = "credentials.missing") {
    super(`provider ${provider} has no credentials: ${place}`);
    this.name = "MissingCredentialsError";
    this.code = code;
  }
}

/** The same, found where nobody knows yet which provider it is for. */
export class CredentialsFault extends Error {
  readonly code: CredentialsCode;
  constructor(code: CredentialsCode, place: string) {
    super(place);
    this.name = "CredentialsFault";
    this.code = code;
  }
}
