/** Reads a result that an earlier run wrote. */
import { Ajv, type ValidateFunction } from "ajv";
import schema from "../../../schemas/benchmark-result.schema.json" with { type: "json" };
import type { BenchmarkResult } from "./types.ts";

/** What the formats of results are called, before their version. */
export const FAMILY = "fairlead/bench-result/";

let compiled: ValidateFunction<BenchmarkResult> | undefined;

/** Compiled when first needed: most that could read results never do. */
function validator(): ValidateFunction<BenchmarkResult> {
  compiled ??= new Ajv({ strict: false }).compile<BenchmarkResult>(schema);
  return compiled;
}

/** Throws SyntaxError, with the place where the text is no result. */
export function readResult(text: string): BenchmarkResult {
  let value: unknown;
  try {
    value = JSON.parse(text.replace(/^\uFEFF/, ""));
  } catch (error) {
    throw new SyntaxError(`It is not JSON: ${(error as Error).message}`);
  }
  const format = typeof value === "object" && value !== null && "schema" in value ? value.schema : undefined;
  if (typeof format === "string" && format.startsWith(FAMILY) && format !== `${FAMILY}v1`) {
    throw new SyntaxError(`It is of the format ${format}, which this version of Fairlead can not read.`);
  }
  const fits = validator();
  if (fits(value)) return value;
  const [first] = fits.errors ?? [];
  throw new SyntaxError(`It is no result of a benchmark: ${first?.instancePath || "/"} ${first?.message}.`);
}
