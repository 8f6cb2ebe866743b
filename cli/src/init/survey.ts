/** What the code of a folder calls, grouped as a catalog and a policy would have it. */
import type { SourceFinding } from "@fairlead/language-server/code";
import { type KnownModel, modelNamed } from "./known-models.ts";
import { type KnownProvider, providerOf } from "./known-providers.ts";

export interface SurveyDeployment {
  /** `gpt-4o@openai`. */
  id: string;
  model: KnownModel;
  provider: KnownProvider;
}

export interface SurveyWorkload {
  id: string;
  globs: string[];
  vendors: string[];
  /** The most used first. Empty where no model's name stands in the code. */
  deployments: SurveyDeployment[];
}

export interface Survey {
  workloads: SurveyWorkload[];
}

const TESTS =
  /(?:^|\/)(?:tests?|__tests__|__mocks__|specs?|examples?|docs?|fixtures)\/|[._-](?:test|spec)\.[^/]+$|(?:^|\/)test_[^/]+$/i;

/** Folders that hold one project or subject each. */
const CONTAINERS: ReadonlySet<string> = new Set(
  "services packages apps libs lib src cmd functions lambdas projects modules backend internal server".split(" "),
);

/** The files that a survey has to read: those that call vendors past the gateway and are no tests. */
export function filesToSurvey(findings: readonly SourceFinding[]): string[] {
  return [...new Set(findings.filter(isUse).map(({ file }) => file))].sort();
}

function isUse({ file, state, kind }: SourceFinding): boolean {
  return (state === "direct" || state === "unknown") && kind !== "import" && !TESTS.test(file);
}

/** Groups calls by folder. `texts` has the text of each file to survey; `name` is the project's, for files at its root. */
export function survey(findings: readonly SourceFinding[], texts: ReadonlyMap<string, string>, name: string): Survey {
  const groups = new Map<string, { globs: Set<string>; files: Set<string> }>();
  for (const file of filesToSurvey(findings)) {
    const { folder, glob } = homeOf(file);
    const group = groups.get(folder) ?? { globs: new Set(), files: new Set() };
    group.globs.add(glob);
    group.files.add(file);
    groups.set(folder, group);
  }
  const ids = new Set<string>();
  const workloads = [...groups].map(([folder, { globs, files }]): SurveyWorkload => {
    const ofGroup = findings.filter((finding) => files.has(finding.file) && isUse(finding));
    return {
      id: freshId(folder === "" ? name : (folder.split("/").at(-1) ?? name), folder, ids),
      globs: [...globs].sort(),
      vendors: [...new Set(ofGroup.map(({ vendor }) => vendor))].sort(),
      deployments: deploymentsIn([...files], ofGroup, texts),
    };
  });
  return { workloads };
}

/** The folder that stands for a file's workload, and the glob that takes the file in without taking in another's. */
function homeOf(file: string): { folder: string; glob: string } {
  const [first, second, third] = file.split("/");
  if (first === undefined || second === undefined) return { folder: "", glob: escapedGlob(file) };
  if (!CONTAINERS.has(first)) return { folder: first, glob: `${escapedGlob(first)}/**` };
  if (third === undefined) return { folder: first, glob: `${escapedGlob(first)}/*` };
  return { folder: `${first}/${second}`, glob: `${escapedGlob(first)}/${escapedGlob(second)}/**` };
}

/** Brackets of routes (`[id].ts`) and the like mean themselves. */
function escapedGlob(name: string): string {
  return name.replaceAll(/[\\*?[\]{}()!+@]/g, "\\$&");
}

function freshId(name: string, folder: string, taken: Set<string>): string {
  const asId = (text: string): string =>
    text
      .toLowerCase()
      .replaceAll(/[^a-z0-9]+/g, "-")
      .replaceAll(/^-+|-+$/g, "")
      .slice(0, 80) || "application";
  let id = asId(name);
  if (taken.has(id)) id = asId(folder);
  for (let number = 2; taken.has(id); number += 1) id = `${asId(folder)}-${number}`;
  taken.add(id);
  return id;
}

/** The name of a region of AWS. */
const REGION = /["'`]((?:us|eu|ap|ca|sa|me|af|il|mx)(?:-gov)?-[a-z]+-\d)["'`]/;

/** Bedrock is another provider in each region; where the code names none, the known one stands with a note. */
function inRegion(provider: KnownProvider, text: string): KnownProvider {
  const region = provider.adapter === "bedrock" ? REGION.exec(text)?.[1] : undefined;
  if (region === undefined) return provider;
  const { decide: _decide, ...rest } = provider;
  return { ...rest, id: `bedrock-${region}`, region };
}

const LITERAL = /(["'`])([A-Za-z][\w./:-]{1,90})\1/g;

function deploymentsIn(
  files: readonly string[],
  findings: readonly SourceFinding[],
  texts: ReadonlyMap<string, string>,
): SurveyDeployment[] {
  const counts = new Map<string, { deployment: SurveyDeployment; count: number }>();
  for (const file of files) {
    const ofFile = findings.filter((finding) => finding.file === file);
    const vendors = new Set(ofFile.map(({ vendor }) => vendor));
    const azure = ofFile.some(({ api }) => /azure/i.test(api));
    const source = texts.get(file) ?? "";
    for (const [, , text = ""] of source.matchAll(LITERAL)) {
      const model = modelNamed(text);
      const found = model && providerOf(model.family.vendor, vendors, azure);
      if (!model || !found) continue;
      const provider = inRegion(found, source);
      const id = `${model.id}@${provider.id}`;
      const known = counts.get(id);
      if (known) known.count += 1;
      else counts.set(id, { deployment: { id, model, provider }, count: 1 });
    }
  }
  return [...counts.values()].sort((a, b) => b.count - a.count).map(({ deployment }) => deployment);
}
