import { afterEach, beforeEach, expect, test } from "vitest";
import { TestWorkspace } from "../testing/workspace.ts";

let workspace: TestWorkspace;
beforeEach(() => {
  workspace = new TestWorkspace();
});
afterEach(() => workspace.remove());

test.each([
  [["--tls-cert", "cert.pem"], "cli.bad-option TLS needs both"],
  [["--tls-cert", "cert.pem", "--tls-key", "key.pem"], "serve.bad-certificate ENOENT"],
  [["--tls-cert", "a.catalog.yaml", "--tls-key", "a.catalog.yaml"], "serve.bad-certificate a.catalog.yaml and"],
  [["--workers", "0"], "from 1 to 256, or max"],
  [["--workers", "two"], "from 1 to 256, or max"],
  [["--lease-seconds", "0"], "whole number from 1 up"],
  [["--store", "postgres://x", "--ledger", "y"], "cannot be used with"],
  [["--store", "mysql://user:secret@x/y"], "cli.bad-option --store mysql://user:…@x/y"],
  [["--store", "postgres://user:secret@127.0.0.1:9/y"], "ledger.cannot-open postgres://user:…@127.0.0.1:9/y: connect"],
])("serve %j says what is wrong", async (parameters, words) => {
  workspace.write(
    "a.catalog.yaml",
    "apiVersion: fairlead/v1\nkind: Catalog\nproviders: {}\nmodels: {}\ndeployments: {}\n",
  );
  workspace.write(
    "b.routing-policy.yaml",
    "apiVersion: fairlead/v1\nkind: RoutingPolicy\nbusinessUnits: {}\nworkloads: {}\n",
  );
  const { err, exit } = await workspace.run(["serve", ...parameters]);
  expect([exit, err]).toEqual([2, expect.stringContaining(words)]);
  expect(err).not.toContain("secret");
});
