/** What is wrong with how an application set a gateway client up. Thrown by the constructors, before any request. */
export class GatewayClientError extends Error {
  /** Stable, in words: `client.missing-url`. */
  readonly code: string;
  constructor(code: string, message: string) {
    super(`${message} (${code})`);
    this.name = "GatewayClientError";
    this.code = code;
  }
}
