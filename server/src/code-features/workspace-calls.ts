/** What the rest of a workspace calls on clients, for judging the fixes of a file that hands its client on. */
import type { CalledElsewhere, SourceInput } from "../code/types.ts";
import type { PolicyGroup } from "../workspace/workspace-files.ts";
import type { CodeEngine } from "./engine.ts";
import { surroundedInput } from "./source-input.ts";
import { knownIndex } from "./workspace-indexes.ts";

// A menu of fixes is asked for at every move of the cursor; a call that was added meanwhile is found a little later.
const FRESH_FOR_MS = 5_000;

const known = new Map<string, { until: number; calls: Promise<CalledElsewhere[]> }>();

/** A source file as `sourceInput` gives it, with the calls of other files where its fixes depend on them. */
export async function judgedInput(
  engine: CodeEngine,
  uri: string,
  text: string,
  group: PolicyGroup,
): Promise<SourceInput> {
  const input = surroundedInput(engine, uri, text, group);
  if (!group.root || !engine.handsClientOn(input)) return input;
  const calls = await callsOf(engine, group.root);
  return { ...input, calledElsewhere: knownIndex(group.root)?.reaching(input.path, calls) ?? calls };
}

function callsOf(engine: CodeEngine, root: string): Promise<CalledElsewhere[]> {
  const before = known.get(root);
  if (before && before.until > performance.now()) return before.calls;
  const calls = engine.findCallsElsewhere(root);
  known.set(root, { until: performance.now() + FRESH_FOR_MS, calls });
  // A failure is for the request that waits for it, and not for those after it.
  calls.catch(() => known.delete(root));
  return calls;
}
