import { createContext, Script } from "node:vm";
import { BenchmarkInputError } from "../benchmark-input-error.ts";
import type { AssertionFactory, Verdict } from "./assertion.ts";
import { requireText } from "./requirements.ts";

/** A script that takes longer has failed. */
const MOST_MS = 1000;

/**
 * A script says whether the answer is right: an expression, or statements with `return`, over `output` and
 * `context.vars`. It gives a truth value, a number (right from the threshold on, without one above 0), or
 * `{pass, score, reason}`.
 *
 * node:vm keeps scripts from the variables of the program and ends those that do not end; it is no security boundary,
 * so they run only where the caller of `runBenchmark` trusts the suite.
 */
export const javascript: AssertionFactory = (input) => {
  const source = requireText(input);
  if (!input.allowScripts) {
    throw new BenchmarkInputError(
      "bench.scripts-not-allowed",
      input.pointer,
      "This assertion runs JavaScript of the suite with the rights of this process. Where you trust it, use --allow-scripts.",
    );
  }
  const script = compile(source, `${input.pointer}/value`);
  return ({ output }) => {
    // Text goes in and comes out, so that no object of this program is at hand to the script.
    const given = JSON.stringify(JSON.stringify({ output, vars: input.variables }));
    try {
      const context = createContext(Object.create(null), { codeGeneration: { strings: false, wasm: false } });
      new Script(
        `var given = JSON.parse(${given}); var output = given.output; var context = { vars: given.vars };`,
      ).runInContext(context, { timeout: MOST_MS });
      return verdictOf(String(script.runInContext(context, { timeout: MOST_MS })), input.threshold);
    } catch (error) {
      return { holds: undefined, reason: `The script failed: ${(error as Error)?.message}` };
    }
  };
};

function compile(source: string, pointer: string): Script {
  const wrapped = (body: string) => `JSON.stringify({ result: (function () { ${body}\n})() })`;
  try {
    return new Script(wrapped(`return (${source.replace(/[;\s]+$/, "")}\n);`));
  } catch {
    // No expression, so statements.
  }
  try {
    return new Script(wrapped(source));
  } catch (error) {
    throw new BenchmarkInputError("bench.bad-assertion", pointer, (error as Error).message);
  }
}

function verdictOf(text: string, threshold: number | undefined): Verdict {
  const { result } = JSON.parse(text) as { result?: unknown };
  if (typeof result === "boolean") return { holds: result, reason: `The script says ${result}.` };
  if (typeof result === "number") {
    const holds = threshold === undefined ? result > 0 : result >= threshold;
    return {
      holds,
      reason: `The script scores ${result}${threshold === undefined ? "" : `, the threshold is ${threshold}`}.`,
    };
  }
  const { pass, reason } = (typeof result === "object" && result !== null ? result : {}) as Record<string, unknown>;
  if (typeof pass === "boolean")
    return { holds: pass, reason: typeof reason === "string" ? reason : `The script says ${pass}.` };
  return { holds: undefined, reason: "The script gave neither a truth value nor a number nor { pass }." };
}
