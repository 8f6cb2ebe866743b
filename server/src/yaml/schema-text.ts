/** Schema documentation in Markdown. */
import type { SchemaNode } from "@fairlead/runtime/documents";

/** What a key is for: title, description, unit, default and example. */
export function schemaMarkdown(schema: SchemaNode, key?: string): string {
  const title = schema.title && schema.title !== key ? `**${schema.title}**` : key ? `**${key}**` : "";
  const unit = schema["x-unit"] && schema["x-unit"] !== "none" ? `Unit: ${schema["x-unit"]}.` : "";
  const fallback = schema.default === undefined ? "" : `Default: \`${JSON.stringify(schema.default)}\`.`;
  const example = schema.examples?.[0];
  const shown = example === undefined ? "" : `Example: \`${typeof example === "string" ? example : flow(example)}\``;
  return [title, schema.description ?? "", [unit, fallback].filter(Boolean).join(" "), shown]
    .filter(Boolean)
    .join("\n\n");
}

/** What one of the allowed words means. */
export function enumMarkdown(schema: SchemaNode, value: unknown): string | undefined {
  return schema["x-enum-descriptions"]?.[String(value)];
}

/** A short word for the kind of value, for the detail of a completion. */
export function typeName(schema: SchemaNode): string {
  if (schema["x-references"]) return `${schema["x-references"]} id`;
  if (schema["x-format"]) return schema["x-format"];
  if (schema.format === "date") return "date";
  if (schema.enum) return "one of a few";
  const type = schema.type ?? schema.anyOf?.[0]?.type;
  const names: Readonly<Record<string, string>> = {
    object: "map",
    array: "list",
    string: "text",
    integer: "whole number",
  };
  return [type ?? []]
    .flat()
    .map((one) => names[one] ?? one)
    .join(" or ");
}

/** A value in YAML's flow style, for one line. */
function flow(value: unknown): string {
  if (Array.isArray(value)) return `[${value.map(flow).join(", ")}]`;
  if (value !== null && typeof value === "object")
    return `{ ${Object.entries(value)
      .map(([key, child]) => `${key}: ${flow(child)}`)
      .join(", ")} }`;
  return typeof value === "string" && /[,[\]{}:#"']|^\s|\s$/.test(value) ? JSON.stringify(value) : String(value);
}
