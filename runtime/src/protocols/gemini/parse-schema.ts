/** Google's schemas, which follow OpenAPI 3.0, as JSON Schema. */
import { isObject, type JsonObject } from "../shared/json.ts";
import { camelCase } from "./member.ts";

/** Keywords that mean the same in both; their counts may be texts, as protocol buffers write 64-bit numbers. */
const NUMBERS: ReadonlySet<string> = new Set([
  "minimum",
  "maximum",
  "minItems",
  "maxItems",
  "minLength",
  "maxLength",
  "minProperties",
  "maxProperties",
]);
/** Says in which order to write: no other protocol has it. */
const DROPPED: ReadonlySet<string> = new Set(["propertyOrdering", "nullable", "type", "enum"]);

/**
 * A schema in Google's form as JSON Schema. Objects with properties are closed, since Gemini writes no others.
 * What is no schema stays as it is.
 */
export function toJsonSchema(schema: unknown): unknown {
  if (!isObject(schema)) return schema;
  const converted: Record<string, unknown> = typeOf(schema);
  for (const spelling of Object.keys(schema)) {
    const name = camelCase(spelling);
    const value = schema[spelling];
    if (DROPPED.has(name) || value === null) continue;
    if (name === "properties" && isObject(value)) {
      converted.properties = Object.fromEntries(
        Object.entries(value).map(([property, inner]) => [property, toJsonSchema(inner)]),
      );
    } else if (name === "items") converted.items = toJsonSchema(value);
    else if (name === "anyOf" && Array.isArray(value)) converted.anyOf = value.map(toJsonSchema);
    else if (name === "example") converted.examples = [value];
    else if (NUMBERS.has(name) && typeof value === "string" && Number.isFinite(Number(value)))
      converted[name] = Number(value);
    else converted[name] = value;
  }
  if (isObject(converted.properties) && converted.additionalProperties === undefined)
    converted.additionalProperties = false;
  return converted;
}

function typeOf(schema: JsonObject): Record<string, unknown> {
  const { type, nullable, enum: values } = schema;
  const name = typeof type === "string" && type !== "TYPE_UNSPECIFIED" ? type.toLowerCase() : type;
  const mayBeNull = nullable === true && typeof name === "string";
  return {
    ...(name === undefined || name === null || name === "TYPE_UNSPECIFIED"
      ? {}
      : { type: mayBeNull ? [name, "null"] : name }),
    ...(Array.isArray(values) ? { enum: mayBeNull ? [...values, null] : values } : {}),
  };
}

/** Whether every property is required at every level, as strict schemas of OpenAI want it. */
export function isAllRequired(schema: unknown): boolean {
  if (Array.isArray(schema)) return schema.every(isAllRequired);
  if (!isObject(schema)) return true;
  const { properties } = schema;
  if (isObject(properties)) {
    const required = new Set(Array.isArray(schema.required) ? schema.required : []);
    if (schema.additionalProperties !== false) return false;
    if (Object.keys(properties).some((name) => !required.has(name))) return false;
    if (!Object.values(properties).every(isAllRequired)) return false;
  } else if (schema.type === "object") return false;
  return isAllRequired(schema.items) && isAllRequired(schema.anyOf) && isAllRequired(schema.$defs);
}
