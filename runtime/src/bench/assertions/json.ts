import { Ajv, type ValidateFunction } from "ajv";
import formats from "ajv-formats";
import { BenchmarkInputError } from "../benchmark-input-error.ts";
import type { AssertionFactory, AssertionInput, Verdict } from "./assertion.ts";
import { findJson } from "./find-json.ts";

/** The answer is JSON; with a value, JSON that fits that JSON Schema. */
export const isJson: AssertionFactory = (input) => {
  const fits = schemaCheck(input);
  return ({ output }) => {
    let value: unknown;
    try {
      value = JSON.parse(output);
    } catch (error) {
      return { holds: false, reason: `The answer is not JSON: ${(error as Error).message}` };
    }
    return fits(value);
  };
};

/** Some part of the answer is JSON (an object or array); with a value, JSON that fits that JSON Schema. */
export const containsJson: AssertionFactory = (input) => {
  const fits = schemaCheck(input);
  return ({ output }) => {
    const verdicts = findJson(output).map(fits);
    return (
      verdicts.find(({ holds }) => holds) ??
      verdicts[0] ?? { holds: false, reason: "The answer contains no JSON object or array." }
    );
  };
};

function schemaCheck({ value, pointer }: AssertionInput): (candidate: unknown) => Verdict {
  if (value === undefined) return () => ({ holds: true, reason: "There is JSON." });
  const validate = compile(value, `${pointer}/value`);
  return (candidate) => {
    if (validate(candidate)) return { holds: true, reason: "The JSON fits its schema." };
    const [first] = validate.errors ?? [];
    return {
      holds: false,
      reason: `The JSON does not fit its schema: ${first?.instancePath || "/"} ${first?.message}.`,
    };
  };
}

function compile(schema: unknown, pointer: string): ValidateFunction {
  const ajv = new Ajv({ strict: false });
  formats.default(ajv);
  try {
    return ajv.compile(typeof schema === "string" ? JSON.parse(schema) : (schema as object));
  } catch (error) {
    throw new BenchmarkInputError(
      "bench.bad-assertion",
      pointer,
      `This is not a JSON Schema: ${(error as Error).message}. Give one, or no value to accept any JSON.`,
    );
  }
}
