/** promptfoo's prompts: texts, maps with a text, or a chat in JSON or YAML. */
import { parse } from "yaml";
import { hasTemplateCode } from "./assertions.ts";
import { isMap, type Losses } from "./losses.ts";
import { filesNamed, type Neighbours } from "./neighbours.ts";

export interface ImportedPrompt {
  system: string | undefined;
  prompt: string;
}

const FILE = /^(?:file:\/\/)?(?<file>[\w./ *-]+\.(?:txt|md|json|ya?ml|j2|js|ts|py|csv))$/;

/** A variable as JSON: within a chat that is read as JSON it is the text itself. */
const DUMPED = /\{\{\s*(?<name>[\w.-]+)\s*\|\s*(?:dump|tojson)(?:\s*\|\s*safe)?\s*\}\}/g;

export function promptsOf(prompts: unknown, losses: Losses, neighbours: Neighbours): ImportedPrompt[] {
  const list = Array.isArray(prompts) ? prompts : prompts === undefined ? ["{{prompt}}"] : [prompts];
  return list.flatMap((item, index) => {
    const where = `prompts[${index}]`;
    const raw = isMap(item) ? (item.raw ?? item.content ?? item.id) : item;
    if (typeof raw !== "string") {
      losses.add(where, "is no text");
      return [];
    }
    return textsOf(raw, where, losses, neighbours).flatMap((text) => promptOf(text, where, losses));
  });
}

/** A file of text holds several prompts, with lines of three dashes between. */
function textsOf(raw: string, where: string, losses: Losses, neighbours: Neighbours): string[] {
  const name = FILE.exec(raw.trim())?.groups?.file;
  if (name === undefined && !/^[a-z]+:\/\//.test(raw)) return [raw];
  const files = name === undefined ? [] : filesNamed(name, neighbours);
  const texts = files.map((file) => (/\.(?:js|ts|py|csv)$/.test(file) ? undefined : neighbours.readText(file)));
  if (texts.length === 0 || texts.includes(undefined)) losses.add(where, `is ${raw}, which can not be read as text`);
  return texts.flatMap((text, index) => {
    if (text === undefined) return [];
    const parts = /\.txt$/.test(files[index] ?? "") ? text.split(/^---\s*$/m) : [text];
    return parts.map((part) => part.trim()).filter((part) => part !== "");
  });
}

function promptOf(raw: string, where: string, losses: Losses): ImportedPrompt[] {
  const found = chatOf(raw, where, losses) ?? { system: undefined, prompt: raw };
  if (!hasTemplateCode(`${found.system ?? ""}${found.prompt}`)) return [found];
  losses.add(where, "uses template code beyond {{names}}, which would be asked as it stands");
  return [];
}

/** A list of messages; undefined where the text is none. */
function chatOf(raw: string, where: string, losses: Losses): ImportedPrompt | undefined {
  if (!/^\s*(?:\[|- )/.test(raw)) return undefined;
  let messages: unknown;
  try {
    messages = parse(raw.replace(DUMPED, '"{{$<name>}}"'));
  } catch {
    return undefined;
  }
  if (!Array.isArray(messages) || !messages.every((one) => isMap(one) && typeof one.content === "string"))
    return undefined;
  const of = (role: string) => messages.filter((one) => one.role === role).map((one) => String(one.content));
  if (of("user").length !== 1 || messages.at(-1)?.role !== "user" || messages.length > of("system").length + 1) {
    losses.add(where, "is a conversation of several turns, of which only the last is asked");
  }
  const system = of("system").join("\n\n");
  return { system: system === "" ? undefined : system, prompt: of("user").at(-1) ?? "" };
}
