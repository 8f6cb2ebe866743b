/** The gateway without its HTTP server. */
export { type CredentialResolver, credentialsFrom } from "./credentials.ts";
export * from "./errors.ts";
export { Generations } from "./generations.ts";
export type { GatewayObserver } from "./observer.ts";
export * from "./pipeline.ts";
export type { Responder } from "./responder.ts";
