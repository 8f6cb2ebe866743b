import { findNode, type ParsedFile, type SequenceNode, toPointer } from "@fairlead/runtime/documents";
import { scalarText } from "../completion/insert-text.ts";
import type { Fix, FixContext, Fixer } from "./fix.ts";
import { itemInsertion } from "./node-edits.ts";

/** A menu has no room for more. */
const MAX_OFFERED = 3;

const CLOSING = "route.closing-deployment";

/** Adds a deployment that qualifies to the route of the workload that a rule is about. */
export const addCandidate: Fixer = ({ code, data }, context) => {
  const { workload, candidates } = data ?? {};
  if (workload === undefined || !candidates?.length) return [];
  const found = candidatesOf(workload, context);
  if (!found) return [];
  const { file, list } = found;
  const listed = new Set(list.items.map((item) => (item.type === "scalar" ? item.value : undefined)));
  return (
    candidates
      .filter((candidate) => !listed.has(candidate))
      // Where one can be put in its place, that is what is wanted.
      .slice(0, data?.replacements?.length ? 1 : MAX_OFFERED)
      .flatMap((candidate, index): Fix[] => {
        const json = /\.json$/i.test(file.uri);
        const edit = itemInsertion(file, list, scalarText(candidate, { flow: list.flow, json }));
        if (!edit) return [];
        const isHere = file.uri === context.file.uri;
        return [
          {
            title: `Add ${candidate} to the candidates of ${workload}`,
            edits: isHere ? [edit] : [],
            ...(!isHere && { elsewhere: new Map([[file.uri, [edit]]]) }),
            // What closes is said of a deployment until its day, whatever stands beside it.
            isPreferred: index === 0 && !data?.replacements?.length && code !== CLOSING,
          },
        ];
      })
  );
};

/** The list of candidates of a workload where it is written; undefined where an alias or a merge stands for it. */
function candidatesOf(workload: string, { checked }: FixContext): { file: ParsedFile; list: SequenceNode } | undefined {
  const definition = checked.entities.definition("workload", workload);
  const file = checked.files.find(({ uri }) => uri === definition?.location.uri);
  const root = definition && file?.documents[definition.document]?.root;
  if (!definition || !file || !root) return undefined;
  for (const path of [[], ["route"], ["route", "candidates"]]) {
    const found = findNode(root, definition.pointer + toPointer(path));
    if (!found || found.node.alias !== undefined || found.entry?.merged) return undefined;
    if (path.length === 2) return found.node.type === "sequence" ? { file, list: found.node } : undefined;
  }
  return undefined;
}
