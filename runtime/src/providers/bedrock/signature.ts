/**
 * AWS Signature Version 4, to be loaded with the first request that is signed. A module of its own: imported itself at that
 * moment, a package in CommonJS has no names in a bundle of parts.
 */
export { SignatureV4 } from "@smithy/signature-v4";
