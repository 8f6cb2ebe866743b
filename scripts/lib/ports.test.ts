import net from "node:net";
import { expect, test } from "vitest";
import { Failure } from "./failure.mjs";
import { anyFreePort, choosePort, portIsFree } from "./ports.mjs";

const choice = { what: "the gateway", flag: "--port", variable: "FAIRLEAD_TEST_PORT", value: undefined, fallback: 0 };

test("a taken port is named, with the way to another", async () => {
  const port = await anyFreePort();
  const server = net.createServer();
  await new Promise<void>((resolve) => server.listen(port, "127.0.0.1", resolve));
  expect(await portIsFree(port)).toBe(false);
  const error = await choosePort({ ...choice, fallback: port }).catch((problem: unknown) => problem);
  expect(error).toBeInstanceOf(Failure);
  expect((error as Failure).message).toContain(`Port ${port}, which the gateway wants, is taken`);
  expect((error as Failure).remedy).toContain("--port");
  await new Promise((resolve) => server.close(resolve));
  expect(await choosePort({ ...choice, fallback: port })).toBe(port);
});

test.each(["abc", "0", "70000", "1.5", "-1"])("%s is no port", async (value) => {
  await expect(choosePort({ ...choice, value })).rejects.toThrow(/is no port for the gateway/);
});
