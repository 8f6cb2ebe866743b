/** Measured facts as edits of the documents. */
export { applied } from "../refactors/same-meaning.ts";
export { type WriteBack, writeFacts } from "./write-facts.ts";
