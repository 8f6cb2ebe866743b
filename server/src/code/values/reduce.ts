/** Follows values through files to the clients that they are. */
import type { VendorTables } from "../vendors/index.ts";
import { membersOfPython } from "../vendors/served.ts";
import { Given } from "./given.ts";
import type { Modules } from "./modules.ts";
import {
  clientOf,
  guessed,
  HOLDING,
  instanceOf,
  isOwn,
  outside,
  type Reduced,
  serviceClient,
  sessionOf,
  stateOf,
  vendorExport,
} from "./reduced.ts";
import type { FileFacts, Value } from "./value.ts";

const MOST_STEPS = 60;
const MOST_ALTERNATIVES = 8;

/** One file's values, looked at with the help of other files. */
export class Reducer {
  readonly #vendors: VendorTables;
  readonly #language: "ecmascript" | "python";
  readonly #modules: Modules | undefined;
  /** Facts of the file at hand, which may be newer than the workspace's. */
  readonly #own: { file: string; facts: FileFacts };
  readonly #given = new Given((value, file, steps) => this.#reduce(value, file, steps));
  #steps = 0;

  constructor(
    vendors: VendorTables,
    language: "ecmascript" | "python",
    modules: Modules | undefined,
    own: { file: string; facts: FileFacts },
  ) {
    this.#vendors = vendors;
    this.#language = language;
    this.#modules = modules;
    this.#own = own;
  }

  /** Everything that a value of the own file may come to; nothing where that can not be told. */
  reduce(value: Value): Reduced[] {
    this.#steps = MOST_STEPS * 4;
    return this.#reduce(value, this.#own.file, MOST_STEPS);
  }

  #reduce(value: Value, file: string, steps: number): Reduced[] {
    if (steps <= 0 || this.#steps-- <= 0) return [];
    const next = steps - 1;
    switch (value.is) {
      case "client":
        return [{ is: "client", client: value.client, path: [] }];
      case "vendor-class":
        return [{ is: "vendor-class", vendor: value.vendor, name: value.name, value }];
      case "vendor-function":
        return [value];
      case "class":
        return [{ is: "class", value, file }];
      case "function":
        return [{ ...value, file }];
      case "object":
        return [{ is: "object", value, file }];
      case "local": {
        const local = this.#factsOf(file)?.locals[value.at];
        return local ? this.#reduce(local, file, next) : [];
      }
      case "import":
        return this.#imported(value.from, value.name, file, next);
      case "any":
        return value.of.flatMap((one) => this.#reduce(one, file, next)).slice(0, MOST_ALTERNATIVES);
      case "member":
        return this.#reduce(value.of, file, next).flatMap((owner) => this.#member(owner, value.name, next));
      case "new":
      case "typed":
        return this.#constructed(value, file, next);
      case "call":
        return this.#called(value, file, next);
      case "unknown":
        return [];
    }
  }

  #factsOf(file: string): FileFacts | undefined {
    return file === this.#own.file ? this.#own.facts : this.#modules?.facts(file);
  }

  #imported(from: string, name: string, file: string, steps: number): Reduced[] {
    const vendors = vendorExport(this.#vendors, this.#language, from, name);
    if (vendors) return vendors;
    const target = this.#modules?.resolve(file, from);
    if (target === undefined) return isOwn(from) ? [] : [outside(this.#vendors, from)];
    if (name === "*") return [{ is: "module", specifier: from, file: target }];
    return this.#exported(target, name, steps);
  }

  #exported(file: string, name: string, steps: number): Reduced[] {
    if (steps <= 0) return [];
    const facts = this.#factsOf(file);
    if (!facts) return this.#below(file, name);
    if (name === "=" && !Object.hasOwn(facts.exports, "=")) return [{ is: "module", specifier: "", file }];
    const own = Object.hasOwn(facts.exports, name) ? facts.exports[name] : undefined;
    if (own) return this.#reduce(own, file, steps - 1);
    const whole = facts.exports["="];
    if (whole) {
      const reduced = this.#reduce(whole, file, steps - 1);
      return name === "default" ? reduced : reduced.flatMap((one) => this.#member(one, name, steps - 1));
    }
    for (const star of facts.stars) {
      const target = this.#modules?.resolve(file, star);
      if (target === undefined) {
        const vendors = vendorExport(this.#vendors, this.#language, star, name);
        if (vendors && vendors[0]?.is !== "external") return vendors;
        continue;
      }
      const found = this.#exported(target, name, steps - 1);
      if (found.length > 0) return found;
    }
    return this.#below(file, name);
  }

  /** `from package import module`, in Python. */
  #below(file: string, name: string): Reduced[] {
    const below = this.#language === "python" ? this.#modules?.resolve(file, `.${name}`) : undefined;
    return below === undefined || below === file ? [] : [{ is: "module", specifier: "", file: below }];
  }

  #member(owner: Reduced, name: string, steps: number): Reduced[] {
    switch (owner.is) {
      case "client":
        return [{ ...owner, path: [...owner.path, name] }];
      case "object": {
        const { members, spread } = owner.value;
        if (Object.hasOwn(members, name)) return this.#reduce(members[name] as Value, owner.file, steps - 1);
        return spread.flatMap((one) => this.#reduce({ is: "member", of: one, name }, owner.file, steps - 1));
      }
      case "instance":
        return this.#classMember(owner, name, "members", steps);
      case "class":
        return this.#classMember(owner, name, "statics", steps);
      case "module": {
        if (owner.file !== "") return this.#exported(owner.file, name, steps - 1);
        const found = vendorExport(this.#vendors, this.#language, owner.specifier, name) ?? [{ is: "external" }];
        return owner.guessed ? found.map(guessed) : found;
      }
      case "vendor-class":
        // A static of the class: `GenerativeModel.from_pretrained()`, `OpenAI.OpenAI`.
        return name === owner.name || name === "default"
          ? [owner]
          : [{ is: "vendor-function", role: "factory", vendor: owner.vendor, name: owner.name }];
      case "vendor-function":
        return [];
      case "function":
        // `getClient.cached()` is as good as the function.
        return ["bind", "call", "apply"].includes(name) ? [owner] : [];
      case "external":
        return [HOLDING.test(name) ? { is: "external", open: true } : owner];
    }
  }

  #classMember(
    owner: Reduced & { is: "class" | "instance" },
    name: string,
    of: "members" | "statics",
    steps: number,
  ): Reduced[] {
    const { value, file } = owner;
    if (steps <= 0) return [];
    if (Object.hasOwn(value[of], name)) return this.#reduce(value[of][name] as Value, file, steps - 1);
    // What is made of a class of one's own has what the class says, unless that answers to any name.
    const closed = owner.is === "instance" && !owner.open && !Object.hasOwn(value.members, "__getattr__");
    if (!value.extends) return closed ? [{ is: "external" }] : [];
    return this.#reduce(value.extends, file, steps - 1).flatMap((base): Reduced[] => {
      if (base.is === "vendor-class")
        return of === "members" ? this.#member(instanceOf(base.value), name, steps - 1) : [];
      if (base.is === "class")
        return this.#classMember({ ...owner, ...base, is: owner.is } as typeof owner, name, of, steps - 1);
      return base.is === "external" && closed ? [base] : [];
    });
  }

  #constructed(value: Extract<Value, { is: "call" | "new" | "typed" }>, file: string, steps: number): Reduced[] {
    return this.#reduce(value.of, file, steps).flatMap((made): Reduced[] => {
      if (made.is === "class") {
        return [{ is: "instance", value: made.value, file: made.file, open: value.is === "typed" }];
      }
      if (made.is === "vendor-class") return [instanceOf({ ...stateOf(value), ...made.value })];
      if (made.is === "module" && made.file === "") {
        const itself = vendorExport(this.#vendors, this.#language, made.specifier, "=")?.[0];
        return itself?.is === "vendor-class" ? [instanceOf(itself.value)] : [];
      }
      if (made.is === "vendor-function" && made.role === "session") return [sessionOf(made)];
      if (value.is === "typed") {
        if (made.is === "external") return [{ is: "external", open: true }];
        return made.is === "client" || made.is === "function" || made.is === "object" ? [made] : [];
      }
      if (made.is === "vendor-function" && made.role === "wrapper") return this.#given.wrapped(value.args, file, steps);
      if (made.is === "external") return this.#given.through(value.args, file, steps, made);
      return [];
    });
  }

  #called(value: Extract<Value, { is: "call" | "new" }>, file: string, steps: number): Reduced[] {
    const callees = this.#reduce(value.of, file, steps);
    if (callees.length === 0) return this.#given.through(value.args, file, steps, undefined);
    return callees.flatMap((callee): Reduced[] => {
      switch (callee.is) {
        case "function": {
          const own = this.#reduce(callee.returns, callee.file, steps);
          const returned = own.length > 0 || !callee.declared ? own : this.#reduce(callee.declared, callee.file, steps);
          return returned.length > 0 ? returned : this.#given.through(value.args, file, steps, undefined);
        }
        case "class":
          return [{ is: "instance", value: callee.value, file: callee.file, open: false }];
        case "vendor-class":
          return [instanceOf({ ...stateOf(value), ...callee.value })];
        case "vendor-function":
          if (callee.role === "factory") return [clientOf(callee.vendor, callee.name)];
          if (callee.role === "session") return [sessionOf(callee)];
          if (callee.role === "services") return this.#serviceClient(callee.name, value);
          if (callee.role === "wrapper") return this.#given.wrapped(value.args, file, steps);
          return [];
        case "client":
          return this.#madeBy(callee);
        case "external":
          return this.#given.through(value.args, file, steps, callee);
        case "instance":
          return this.#classMember(callee, "call", "members", steps).flatMap((one) =>
            one.is === "function" ? this.#reduce(one.returns, one.file, steps) : [],
          );
        default:
          return [];
      }
    });
  }

  #serviceClient(path: string, { services, state }: Extract<Value, { is: "call" | "new" }>): Reduced[] {
    if (!services) return [];
    const client = serviceClient(this.#vendors, path, services);
    return client ? [clientOf(client.vendor, client.name, state)] : [{ is: "external" }];
  }

  /** What calling a client, or a member of one, makes. */
  #madeBy({ client, path }: Reduced & { is: "client" }): Reduced[] {
    const object = this.#vendors.object(client.vendor, client.object);
    const names = this.#language === "python" ? membersOfPython(path) : path;
    const made = names.length === 0 ? object?.called : object?.makes?.[names.join(".")];
    if (made === undefined || made === "request") return [];
    return [{ is: "client", client: made === "same" ? client : { ...client, object: made }, path: [] }];
  }
}
