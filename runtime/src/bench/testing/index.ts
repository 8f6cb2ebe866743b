/** Results for tests. */
export { type ArmNature, type MeasuredInput, measuredResult } from "./measured-result.ts";
export { sampleArm, sampleDifference, sampleRecord, sampleResult } from "./sample-result.ts";
