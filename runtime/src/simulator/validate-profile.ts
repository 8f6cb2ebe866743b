/** Checks profiles and faults that come from outside. */
import { Ajv, type ErrorObject, type ValidateFunction } from "ajv";
import { FAULT_KINDS, type Fault, type Profile, RETRY_AFTER_FORMS } from "./types.ts";

const amount = { type: "number", minimum: 0 } as const;
const count = { type: "integer", minimum: 0, maximum: 1_000_000 } as const;
const share = { type: "number", minimum: 0, maximum: 1 } as const;
const nullable = (schema: { type: string }) => ({ ...schema, type: [schema.type, "null"] });
const object = (properties: Record<string, unknown>, required: string[] = []) => ({
  type: "object",
  additionalProperties: false,
  properties,
  required,
});

const modelMembers = {
  ttftMs: amount,
  ttftSpread: { ...amount, maximum: 5 },
  tokensPerSecond: amount,
  quality: share,
  outputTokens: nullable(count),
  inputTokens: nullable(count),
  cachedInputTokens: count,
  cacheWriteTokens: count,
  cacheWriteHourTokens: count,
  price: nullable(
    object({ input: amount, output: amount, cachedInput: amount, cacheWrite: amount, cacheWriteHour: amount }, [
      "input",
      "output",
    ]),
  ),
};

const faultSchema = object(
  {
    kind: { enum: FAULT_KINDS },
    probability: share,
    count,
    models: { type: "array", items: { type: "string" } },
    afterTokens: count,
    durationMs: amount,
    delayMs: amount,
    retryAfter: nullable(object({ ms: amount, form: { enum: RETRY_AFTER_FORMS } }, ["ms", "form"])),
  },
  ["kind"],
);

const profileSchema = object({
  ...modelMembers,
  acceptAnyKey: { type: "boolean" },
  keys: { type: "array", items: { type: "string", minLength: 1 } },
  streamUsage: { type: "boolean" },
  prefill: { type: "boolean" },
  faults: { type: "array", items: faultSchema },
  models: { type: "object", additionalProperties: object(modelMembers) },
});

let compiled: ValidateFunction<Partial<Profile>> | undefined;

/** Compiled when a profile is set: the command that can simulate mostly does not. */
function validator(): ValidateFunction<Partial<Profile>> {
  compiled ??= new Ajv({ allErrors: true, allowUnionTypes: true, verbose: true }).compile<Partial<Profile>>(
    profileSchema,
  );
  return compiled;
}

export interface ProfileProblem {
  /** JSON pointer into the profile. */
  pointer: string;
  message: string;
}

/** A profile or fault that is none. */
export class ProfileError extends Error {
  readonly problems: readonly ProfileProblem[];
  constructor(problems: readonly ProfileProblem[]) {
    super(problems.map(({ pointer, message }) => `${pointer || "/"}: ${message}`).join("; "));
    this.name = "ProfileError";
    this.problems = problems;
  }
}

/** The value as a profile patch. Throws ProfileError with every problem. */
export function readProfilePatch(value: unknown): Partial<Profile> {
  const isProfile = validator();
  if (isProfile(value)) return value;
  throw new ProfileError((isProfile.errors ?? []).map(describe));
}

/** The values as faults. Throws ProfileError with every problem. */
export function readFaults(value: readonly unknown[]): Fault[] {
  return readProfilePatch({ faults: value }).faults ?? [];
}

function describe(error: ErrorObject): ProfileProblem {
  const params = error.params as Record<string, unknown>;
  const pointer = error.instancePath;
  switch (error.keyword) {
    case "additionalProperties": {
      const key = String(params.additionalProperty).replace(/~/g, "~0").replace(/\//g, "~1");
      const known = Object.keys((error.parentSchema as { properties?: object } | undefined)?.properties ?? {});
      const hint = known.length > 0 ? `; known are ${known.join(", ")}` : "";
      return { pointer: `${pointer}/${key}`, message: `is not a member that is known${hint}` };
    }
    case "enum":
      return { pointer, message: `must be one of ${(params.allowedValues as unknown[]).join(", ")}` };
    default:
      return { pointer, message: error.message ?? "is not valid" };
  }
}
