/** What is wrong in files that no editor shows. */
import assert from "node:assert/strict";
import { Uri, workspace } from "vscode";
import { codeOf, diagnosticsOf, eventually } from "./support.ts";

const suite = `apiVersion: fairlead/v1
kind: BenchmarkSuite
benchmarks:
  duel:
    workload: nobody-has-this
    arms: [gpt-5.5@azure-swedencentral, gpt-5.5@azure-swedencentral]
    cases: [{ prompt: Hello }]
`;

describe("closed files", () => {
  it("are checked too, and what was said of one goes with it", async () => {
    const [folder] = workspace.workspaceFolders ?? [];
    assert.ok(folder);
    const file = Uri.joinPath(folder.uri, "benchmarks/closed.benchmark.yaml");
    const unknown = () => diagnosticsOf(file).filter((one) => codeOf(one) === "link.unknown-id");
    await workspace.fs.writeFile(file, new TextEncoder().encode(suite));
    try {
      const found = await eventually("the diagnostic of a closed file", () =>
        unknown().length > 0 ? unknown() : undefined,
      );
      assert.equal(found.length, 1, "it is said once");
    } finally {
      await workspace.fs.delete(file);
    }
    await eventually("the diagnostic to go", () => (diagnosticsOf(file).length === 0 ? true : undefined));
  });
});
