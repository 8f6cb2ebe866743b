import { expect, test } from "vitest";
import { explainDecision, explainText } from "./explain.ts";
import { compiled, decideAbout } from "./testing.ts";

test("the text names every deployment, its place or what rejects it", () => {
  const policy = compiled((w) => {
    w.policy.rules.audited = { require: { auditRights: ["dataHandling"] } };
  });
  const text = explainText(decideAbout(policy));
  expect(text).toContain("1. large@beta");
  expect(text).toContain("4.00 in / 20.00 out USD per million tokens");
  expect(text).toMatch(/large@alpha\n {4}rule\.audited: the contract does not grant audit rights: dataHandling/);
  expect(text).not.toContain("undefined");
});

test("the explanation is plain JSON and holds the same", () => {
  const decision = decideAbout(compiled());
  const explanation = explainDecision(decision);
  expect(JSON.parse(JSON.stringify(explanation))).toEqual(explanation);
  expect(explanation.candidates.map(({ deployment }) => deployment)).toEqual(
    decision.candidates.map(({ deployment }) => deployment.id),
  );
});

test("who may take up a stream that breaks off: of OpenAI's and Azure's nobody", () => {
  const decision = decideAbout(
    compiled((w) => {
      for (const model of Object.values(w.catalog.models)) model.capabilities.push("assistant-prefill");
      w.policy.workloads.chat.fallback = { continue: true };
    }),
  );
  expect(explainDecision(decision).takenUpBy).toEqual(["small@gamma"]);
  expect(explainText(decision)).toContain("A stream that breaks off is taken up by small@gamma.\n");
  expect(explainDecision(decideAbout(compiled()))).not.toHaveProperty("takenUpBy");
});

test("where nothing may serve, it says so", () => {
  expect(explainText(decideAbout(compiled(), { sensitivity: "restricted", capabilities: ["audio"] }))).toContain(
    "No deployment may serve",
  );
});
