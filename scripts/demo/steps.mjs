/** The steps of the demo, in order. Each prints what it does, and fails where the product does not do it. */
import { say } from "../lib/progress.mjs";
import { must } from "./world.mjs";

/** @typedef {import("./world.mjs").DemoWorld} DemoWorld */

const ticket = "Summarise: Parcel NP-10442 was promised for Tuesday. It is Friday now and nobody has come.";

const budgetDocument = `apiVersion: fairlead/v1
kind: RoutingPolicy
budgets:
  summaries-today: { scope: { workload: ticket-summaries }, limit: 0.01 USD, window: day, timezone: Europe/Stockholm }
`;

/** @type {{ name: string, title: string, needs: string[], run: (world: DemoWorld) => Promise<void> }[]} */
export const steps = [
  {
    name: "check",
    title: "validate the catalog, the policy and the benchmark, and the links between them",
    needs: [],
    async run(world) {
      await world.fairlead(["check"]);
    },
  },
  {
    name: "explain",
    title: "where a workload's requests go, and why nothing else may serve them",
    needs: [],
    async run(world) {
      await world.fairlead(["explain", "ticket-summaries"]);
      say("\nWith restricted data, and after the retirement of GPT-4o on Azure that is announced for January:");
      await world.fairlead(["explain", "ticket-summaries", "--sensitivity", "restricted"]);
      await world.fairlead(["explain", "delivery-chat", "--at", "2027-02-01"]);
    },
  },
  {
    name: "scan",
    title: "find the code that calls providers directly",
    needs: [],
    async run(world) {
      await world.fairlead(["scan"], { exitCode: 1 });
    },
  },
  {
    name: "migrate",
    title: "move that code to the gateway",
    needs: [],
    async run(world) {
      await world.fairlead(["migrate", "--dry-run"], { exitCode: 1 });
      // Exit code 1: the two Python clients are left to a person.
      await world.fairlead(["migrate", "--write"], { exitCode: 1 });
      say("\nA second run changes nothing:");
      await world.fairlead(["migrate", "--write"], { exitCode: 1 });
    },
  },
  {
    name: "run",
    title: "run the migrated application with the real OpenAI and AWS SDKs against the gateway",
    needs: ["migrate"],
    async run(world) {
      const simulator = await world.simulator();
      const gateway = await world.gateway();
      say(`simulated providers on ${simulator.url}, gateway on ${gateway.url}`);
      say("$ node services/run.ts      (FAIRLEAD_URL and FAIRLEAD_KEY set; no vendor's key)");
      const env = { FAIRLEAD_URL: gateway.url, FAIRLEAD_KEY: gateway.key, ...noVendorKeys };
      const output = await world.run(["services/run.ts"], { env });
      must(/^support +\S/m.test(output), "a summary by the OpenAI SDK");
      must(/^claims +(damaged|lost|late|other)$/m.test(output), "a queue by the AWS SDK");
      must(/^delivery-chat +\S/m.test(output), "a streamed answer by the OpenAI SDK");
    },
  },
  {
    name: "outage",
    title: "take the primary provider down, and be served by the fallback",
    needs: [],
    async run(world) {
      const before = await world.ask("ticket-summaries", ticket);
      say(`before:  ${before.headers.get("fairlead-deployment")}`);
      await world.setProvider("azure-swedencentral", { faults: [{ kind: "http-503" }] });
      const during = await world.ask("ticket-summaries", ticket);
      await world.resetProvider("azure-swedencentral");
      say(
        `outage:  ${during.headers.get("fairlead-deployment")} after ${during.headers.get("fairlead-attempts")} attempts`,
      );
      say(`answer:  ${during.body.choices?.[0]?.message?.content}`);
      must(during.status === 200, "an answer during the outage");
      must(
        during.headers.get("fairlead-deployment") !== before.headers.get("fairlead-deployment"),
        "another deployment",
      );
    },
  },
  {
    name: "budget",
    title: "add a budget of one cent while the gateway runs, spend it, and be refused with a stable code",
    needs: [],
    async run(world) {
      const before = (await world.ask("ticket-summaries", ticket)).headers.get("fairlead-generation");
      await world.write("policy/demo.routing-policy.yaml", budgetDocument);
      const after = await world.untilGenerationAfter(before);
      say(`The gateway took the new document: ${before} -> ${after}`);
      /** @type {Map<string, number>} */
      const served = new Map();
      for (let index = 0; index < 200; index += 1) {
        const answer = await world.ask("ticket-summaries", ticket);
        if (answer.status === 200) {
          const deployment = answer.headers.get("fairlead-deployment") ?? "unknown";
          served.set(deployment, (served.get(deployment) ?? 0) + 1);
          continue;
        }
        say("What the dearer deployments can cost soon does not fit any more, so cheaper ones serve:");
        for (const [deployment, count] of served) say(`  ${count} by ${deployment}`);
        say(`Then HTTP ${answer.status}:\n  ${answer.body.error.code}: ${answer.body.error.message}`);
        must(answer.body.error.code === "budget.exhausted", "the code budget.exhausted");
        must(served.size > 0, "some summaries before that");
        await world.remove("policy/demo.routing-policy.yaml");
        await world.untilGenerationAfter(after);
        return;
      }
      must(false, "a budget that ends");
    },
  },
  {
    name: "bench",
    title: "compare two deployments side by side, through the gateway",
    needs: [],
    async run(world) {
      const gateway = await world.gateway();
      const env = { FAIRLEAD_URL: gateway.url, FAIRLEAD_KEY: gateway.key };
      await world.fairlead(["bench", "ticket-summaries"], { env });
    },
  },
  {
    name: "ledger",
    title: "what all of this used and cost, from the gateway's ledger",
    needs: ["outage"],
    async run(world) {
      await world.fairlead(["ledger", "totals", "--by", "businessUnit,workload,deployment"]);
    },
  },
];

/** Whoever runs the demo may have keys of their own: the application must not see them. */
const noVendorKeys = {
  OPENAI_API_KEY: "",
  AZURE_OPENAI_API_KEY: "",
  AZURE_OPENAI_ENDPOINT: "",
  AWS_ACCESS_KEY_ID: "",
  AWS_SECRET_ACCESS_KEY: "",
};
