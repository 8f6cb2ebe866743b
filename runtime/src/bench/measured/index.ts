/** What a result says of deployments, without the engine that measured it. */
export { readResult } from "../read-result.ts";
export { type MeasuredFacts, measuredFacts } from "./measured-facts.ts";
