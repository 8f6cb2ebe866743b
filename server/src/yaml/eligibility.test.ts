import { checkFiles, parseFile } from "@fairlead/runtime/documents";
import { compile, eligibility as judged } from "@fairlead/runtime/policy";
import { expect, test } from "vitest";
import { CATALOG, POLICY } from "../testing/samples.ts";
import { eligibility } from "./eligibility.ts";

const AT = Date.UTC(2026, 10, 1);
const RULES = "rules:\n  kept: { when: { workload: tickets }, deny: { providers: [azure-se] } }\n";
const BUDGETS = "budgets:\n  small: { scope: { workload: tickets }, limit: 0.001 USD, window: day }\n";

test.each([
  ["", CATALOG, POLICY],
  ["another need", CATALOG, POLICY.replace("residency: [eu]", "residency: [us]")],
  ["a budget that pays for nothing", CATALOG, POLICY + BUDGETS],
  ["the budget is gone", CATALOG, POLICY],
  ["a rule", CATALOG, POLICY + RULES],
  ["a price is gone", CATALOG.replace(", price: { input: 6, output: 32 }", ""), POLICY],
  [
    "no price is needed",
    CATALOG.replace(", price: { input: 6, output: 32 }", ""),
    `${POLICY}defaults: { unpriced: flag }\n`,
  ],
  ["the provider moves", CATALOG.replace("jurisdiction: us", "jurisdiction: eu"), POLICY],
  ["a deployment is gone", CATALOG.replace(/ {2}gpt@azure-se:.*\n/, ""), POLICY],
])("after an edit as of documents that were never seen: %s", (_name, catalog, policy) => {
  const checked = checkFiles([
    parseFile("file:///a.catalog.yaml", catalog),
    parseFile("file:///a.routing-policy.yaml", policy),
  ]);
  const { documents } = checked;
  const workload = documents.policy.workloads.tickets;
  if (!workload) throw new Error("no workload");
  const [anyone = ""] = Object.keys(documents.catalog.deployments);
  const asked = { tickets: { ...workload, route: { candidates: [anyone] } } };
  const anew = compile({ catalog: documents.catalog, policy: { ...documents.policy, workloads: asked } });
  expect(eligibility("tickets", checked, AT)).toEqual(judged(anew, "tickets", AT));
});
