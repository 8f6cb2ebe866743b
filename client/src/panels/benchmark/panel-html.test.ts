import { expect, test } from "vitest";
import { contentSecurityPolicy, panelHtml } from "./panel-html.ts";

const page = {
  cspSource: "https://*.vscode-cdn.net",
  nonce: "q1w2e3",
  scriptUri: "https://x.vscode-cdn.net/benchmark.js",
  styleUri: "https://x.vscode-cdn.net/benchmark.css",
  language: "en",
  title: "Benchmark",
  translations: {},
};

test("the policy allows our script by its nonce, our style sheet, and nothing else", () => {
  expect(contentSecurityPolicy(page)).toBe(
    "default-src 'none'; script-src 'nonce-q1w2e3'; style-src https://*.vscode-cdn.net; base-uri 'none'; form-action 'none'",
  );
});

test("the policy has no unsafe source", () => {
  expect(panelHtml(page)).not.toMatch(/unsafe|data:|blob:|\*(?!\.)/);
});

test("the one script carries the nonce, and nothing is inline", () => {
  const html = panelHtml(page);
  expect(html.match(/<script/g)).toHaveLength(1);
  expect(html).toContain('<script nonce="q1w2e3" src="https://x.vscode-cdn.net/benchmark.js"></script>');
  expect(html).not.toMatch(/<style|style=|onclick|javascript:/);
});

test("what varies is escaped", () => {
  const html = panelHtml({ ...page, title: "</title><script>", translations: { a: `"'<&>` } });
  expect(html.match(/<script/g)).toHaveLength(1);
  expect(html).toContain("&#34;a&#34;:&#34;\\&#34;&#39;&#60;&#38;&#62;&#34;");
});
