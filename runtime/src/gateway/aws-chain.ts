/**
 * The chain in which AWS's SDKs look for credentials, to be loaded where it is needed. A module of its own: imported itself
 * at that moment, a package in CommonJS has no names in a bundle of parts.
 */
export { defaultProvider } from "@aws-sdk/credential-provider-node";
