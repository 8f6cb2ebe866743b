/** Checks values against the document schemas and keeps the one error that says most about each mistake. */
import { Ajv, type ErrorObject, type ValidateFunction } from "ajv";
import formatsPlugin, { type FormatsPlugin } from "ajv-formats";
import { toPointer } from "./pointer.ts";
import { type SchemaNode, schemaOf } from "./schemas.ts";
import type { Steps } from "./steps.ts";
import type { DocumentKind } from "./vocabulary.ts";

/** One mistake: at which node, against which keyword of which schema. */
export interface SchemaError {
  /** JSON pointer of the node that is wrong, or that lacks or has a key. */
  pointer: string;
  keyword: string;
  params: Readonly<Record<string, unknown>>;
  /** The schema that holds the keyword. */
  schema: SchemaNode;
  /** The value at the pointer. */
  data: unknown;
}

/** More errors than this in one document are not of use to anybody. */
const MAX_ERRORS = 1_000;

const ANNOTATIONS = ["x-unit", "x-format", "x-enum-descriptions", "x-defines", "x-references", "x-keys-reference"];

// The first that fails on a scalar tells most: text in a number's place is a wrong type, whatever its pattern.
const RANK = ["type", "const", "enum", "format", "pattern", "minLength", "minimum", "maximum"];

/** What is wrong with a value as a document of this kind; one error for each mistake, in the order of the value. */
export function* schemaErrorsInSteps(kind: DocumentKind, value: unknown): Steps<SchemaError[]> {
  const { shell, sections } = validatorsFor(kind);
  const errors = errorsOf(shell, value);
  for (const [section, validator] of sections) {
    const entities = isRecord(value) && Object.hasOwn(value, section) ? value[section] : undefined;
    if (!isRecord(entities)) continue;
    for (const [id, entity] of Object.entries(entities)) {
      if (errors.length >= MAX_ERRORS) return errors;
      const found = validator.errors(entity);
      yield;
      if (found.length === 0) continue;
      const prefix = toPointer([section, id]);
      errors.push(...found.map((error) => ({ ...error, pointer: prefix + error.pointer })));
    }
  }
  return errors.slice(0, MAX_ERRORS);
}

/** Validates the entities of one section, each once: what is read from unchanged text is the same object. */
class EntityValidator {
  readonly #validate: ValidateFunction;
  readonly #known = new WeakMap<object, SchemaError[]>();

  constructor(validate: ValidateFunction) {
    this.#validate = validate;
  }

  errors(entity: unknown): readonly SchemaError[] {
    if (entity === null || typeof entity !== "object") return errorsOf(this.#validate, entity);
    const known = this.#known.get(entity) ?? errorsOf(this.#validate, entity);
    this.#known.set(entity, known);
    return known;
  }
}

/** Of one kind of document: all but its entities, and the entities of each section. */
interface Validators {
  shell: ValidateFunction;
  sections: ReadonlyMap<string, EntityValidator>;
}

const validators = new Map<DocumentKind, Validators>();

function validatorsFor(kind: DocumentKind): Validators {
  const known = validators.get(kind);
  if (known) return known;
  // That the schemas are schemas is tested, and looking again would take half of the time.
  const rules = { strict: true, strictRequired: false, validateSchema: false } as const;
  const ajv = new Ajv({ allErrors: true, verbose: true, allowUnionTypes: true, ...rules });
  // The package is CommonJS: bundlers and Node disagree on where its default export is.
  const plugin = formatsPlugin as unknown as FormatsPlugin & { default?: FormatsPlugin };
  (plugin.default ?? plugin)(ajv, { mode: "full", formats: ["date", "uri"] });
  ajv.addVocabulary(ANNOTATIONS);
  const { $id: _, ...schema } = schemaOf(kind) as SchemaNode & { $id?: string };
  const properties: Record<string, SchemaNode> = { ...schema.properties };
  const sections = new Map<string, EntityValidator>();
  for (const [section, node] of Object.entries(properties)) {
    const entity = node["x-defines"] && node.additionalProperties;
    if (typeof entity !== "object") continue;
    const { definitions } = schema;
    sections.set(section, new EntityValidator(ajv.compile({ ...entity, ...(definitions && { definitions }) })));
    properties[section] = { ...node, additionalProperties: true };
  }
  const made: Validators = { shell: ajv.compile({ ...schema, properties }), sections };
  validators.set(kind, made);
  return made;
}

function errorsOf(validate: ValidateFunction, value: unknown): SchemaError[] {
  if (validate(value)) return [];
  const errors = withoutLosingBranches((validate.errors ?? []).slice(0, MAX_ERRORS));
  const best = new Map<string, ErrorObject>();
  for (const error of errors) {
    const key = mistakeKey(error);
    const before = best.get(key);
    if (!before || rank(error) < rank(before)) best.set(key, error);
  }
  return [...best.values()].map((error) => ({
    pointer: error.instancePath,
    keyword: error.keyword,
    params: error.params as Record<string, unknown>,
    schema: (error.parentSchema ?? {}) as SchemaNode,
    data: error.data,
  }));
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return value !== null && typeof value === "object" && !Array.isArray(value);
}

/** Where a value may have several forms, keeps the errors of the form that it comes nearest to. */
function withoutLosingBranches(errors: readonly ErrorObject[]): ErrorObject[] {
  const choices = errors.filter((error) => error.keyword === "anyOf");
  let kept = errors.filter((error) => error.keyword !== "anyOf");
  for (const choice of choices) {
    const branchPrefix = `${choice.schemaPath}/`;
    const inBranches = (error: ErrorObject) =>
      error.schemaPath.startsWith(branchPrefix) && isAtOrBelow(error.instancePath, choice.instancePath);
    const branchOf = (error: ErrorObject) => error.schemaPath.slice(branchPrefix.length).split("/")[0] ?? "";
    const inside = kept.filter(inBranches);
    const wrongShape = new Set(
      inside.filter((e) => e.keyword === "type" && e.instancePath === choice.instancePath).map(branchOf),
    );
    const nearest = inside.map(branchOf).find((branch) => !wrongShape.has(branch));
    kept = kept.filter((error) => !inBranches(error) || branchOf(error) === nearest);
    if (nearest === undefined) kept.push(choice);
  }
  return kept;
}

function isAtOrBelow(pointer: string, ancestor: string): boolean {
  return pointer === ancestor || pointer.startsWith(`${ancestor}/`);
}

function mistakeKey(error: ErrorObject): string {
  const params = error.params as Record<string, unknown>;
  const part = params.additionalProperty ?? params.missingProperty ?? params.propertyName;
  if (part !== undefined) return `${error.instancePath} ${error.keyword} ${String(part)}`;
  // The errors of a key's text say which key it is in a field of their own.
  if (error.propertyName !== undefined) return `${error.instancePath} propertyNames ${error.propertyName}`;
  return RANK.includes(error.keyword) ? error.instancePath : `${error.instancePath} ${error.keyword}`;
}

function rank(error: ErrorObject): number {
  // Of the two errors of a wrong key, the one of the map knows the key.
  if (error.keyword === "propertyNames") return -1;
  const place = RANK.indexOf(error.keyword);
  return place < 0 ? RANK.length : place;
}
