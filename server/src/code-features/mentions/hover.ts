/** What a workload's name in code stands for: its card, and where its calls go now. */
import { type Hover, MarkupKind } from "vscode-languageserver";
import type { PolicyGroup } from "../../workspace/workspace-files.ts";
import { entityCard } from "../../yaml/entity-card.ts";
import { routeMarkdown } from "../../yaml/route-text.ts";
import type { PlacedMention } from "./mention-index.ts";

/** The hover on a mention at a time in milliseconds; null for a workload that no policy knows. */
export function mentionHover({ workload, range }: PlacedMention, { checked }: PolicyGroup, now: number): Hover | null {
  if (!checked.entities.has("workload", workload)) return null;
  const sections = [entityCard("workload", workload, checked.documents), routeMarkdown(workload, checked, now)];
  return { contents: { kind: MarkupKind.Markdown, value: sections.filter(Boolean).join("\n\n") }, range };
}
