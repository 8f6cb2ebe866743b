/** Refuses schemas as the Gemini API does: its schema is a message of its own and no JSON Schema. */
import { InvalidPromptError } from "../../prompt.ts";
import { isObject } from "../json-body.ts";

const FIELDS: ReadonlySet<string> = new Set([
  "type",
  "format",
  "title",
  "description",
  "nullable",
  "enum",
  "maxItems",
  "minItems",
  "properties",
  "required",
  "minProperties",
  "maxProperties",
  "minLength",
  "maxLength",
  "pattern",
  "example",
  "anyOf",
  "propertyOrdering",
  "default",
  "items",
  "minimum",
  "maximum",
]);

/** Throws InvalidPromptError at the first member that the API does not have. `path` as Google writes it. */
export function checkSchema(schema: unknown, path: string): void {
  if (!isObject(schema)) return;
  for (const name of Object.keys(schema)) {
    if (FIELDS.has(name)) continue;
    throw new InvalidPromptError(
      `Invalid JSON payload received. Unknown name "${name}" at '${path}': Cannot find field.`,
    );
  }
  const { type, items, properties, anyOf, enum: values } = schema;
  if (Array.isArray(type)) {
    throw new InvalidPromptError(`Invalid value at '${path}.type' (type), Starting an object on a scalar field`);
  }
  if (Array.isArray(values) && values.some((value) => typeof value !== "string")) {
    throw new InvalidPromptError(`Invalid value at '${path}.enum[0]' (TYPE_STRING)`);
  }
  if (String(type).toLowerCase() === "array" && items === undefined) {
    throw new InvalidPromptError(`GenerateContentRequest.${path}.items: missing field.`);
  }
  checkSchema(items, `${path}.items`);
  for (const [name, inner] of Object.entries(isObject(properties) ? properties : {})) {
    checkSchema(inner, `${path}.properties[${name}]`);
  }
  for (const [index, inner] of (Array.isArray(anyOf) ? anyOf : []).entries()) {
    checkSchema(inner, `${path}.any_of[${index}]`);
  }
}
