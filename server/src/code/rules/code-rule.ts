/** What the rules about code have in common. The comment above each is its page in docs/rules. */
export interface CodeRule {
  /** Stable, in words. */
  code: string;
  severity: "hint" | "information" | "warning" | "error";
}
