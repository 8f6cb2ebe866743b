import { toPointer } from "../pointer.ts";
import { type DocumentRule, entriesAt, mapOf, textAt } from "./rule.ts";

/** A notice of kind `price` says what changes only with the new `price`; without it decisions could not use it. */
export const noticeMissingPrice: DocumentRule = {
  code: "notice.missing-price",
  severity: "error",
  kinds: ["Catalog"],
  *check(root) {
    for (const entry of entriesAt(root, "notices")) {
      const notice = mapOf(entry);
      if (!notice || textAt(notice, "kind")?.value !== "price" || notice.entries.has("price")) continue;
      yield {
        span: entry.keySpan,
        message: `The notice "${entry.key}" is about a price, so it needs the new "price".`,
        data: { pointer: toPointer(["notices", entry.key]), missing: "price" },
      };
    }
  },
};
