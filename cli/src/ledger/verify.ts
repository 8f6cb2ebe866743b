import { type Anchor, parseAnchors } from "@fairlead/runtime/ledger";
import { type CommandContext, UsageError } from "../context.ts";
import { withLedger } from "../ledger-file.ts";
import type { LedgerOptions } from "../ledger-options.ts";

export type VerifyOptions = LedgerOptions & { anchor?: string };

function anchorsOf(text: string | undefined): Anchor[] | undefined {
  if (text === undefined) return undefined;
  const anchors = parseAnchors(text);
  if (anchors) return anchors;
  throw new UsageError(
    "cli.bad-option",
    `--anchor ${text} is no anchor. Give the text that an earlier \`fairlead ledger verify\` printed: PLACE:HASH.`,
  );
}

/** `fairlead ledger verify`: whether the records are as they were written. Exit code 1 where one is not. */
export function verify(options: VerifyOptions, context: CommandContext): Promise<void> {
  const noted = anchorsOf(options.anchor);
  return withLedger(options, context, async (ledger) => {
    const { records, removed, anchor, broken } = await ledger.verify(noted);
    if (broken) context.setExitCode(1);
    if (options.json) {
      context.stdout(`${JSON.stringify({ records, removed, anchor, broken: broken ?? null }, null, 2)}\n`);
      return;
    }
    if (broken) {
      const id = broken.id === null ? "" : ` (${broken.id})`;
      const chain = broken.chain === undefined ? "" : ` of chain ${broken.chain}`;
      context.stdout(`ledger.broken Record ${broken.place}${chain}${id}: ${broken.reason}.\n`);
      context.stdout(`The ${records} records before it are as they were written.\n`);
      return;
    }
    const gone = removed > 0 ? `, ${removed} before them removed by retention` : "";
    context.stdout(`${records} records are as they were written${gone}.\n`);
    if (noted?.length === 1 && (noted[0]?.place ?? 0) <= removed)
      context.stdout("The record of the anchor was removed by retention, so the anchor says nothing any more.\n");
    context.stdout(`Keep this elsewhere, to tell later whether they still are (--anchor):\n${anchor}\n`);
  });
}
