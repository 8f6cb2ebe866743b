/** Azure's client against the gateway, by its endpoint alone. */
import OpenAI, { AzureOpenAI } from "openai";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { policyOf, send, startTestGateway, type TestGateway } from "./harness.ts";

let gateway: TestGateway;
let apiKey: string;
beforeAll(async () => {
  gateway = await startTestGateway({ policy: policyOf(["m@az", "m@br"]) });
  apiKey = await gateway.addKey({ defaultWorkload: "x" });
});
afterAll(() => gateway.close());

const azure = () => new AzureOpenAI({ endpoint: gateway.url, apiKey, apiVersion: "2024-10-21", maxRetries: 0 });
const messages = [{ role: "user" as const, content: "What is 17 plus 25?" }];

describe("AzureOpenAI", () => {
  test("plain and streaming, by the name that the deployment has there", async () => {
    const { data, response } = await azure().chat.completions.create({ model: "m-az", messages }).withResponse();
    expect(data.choices[0]?.message.content).toContain("42");
    expect(response.headers.get("fairlead-deployment")).toBe("m@az");
    let text = "";
    for await (const chunk of await azure().chat.completions.create({ model: "m-az", messages, stream: true })) {
      text += chunk.choices[0]?.delta.content ?? "";
    }
    expect(text).toContain("42");
  });

  test("the deployment in the path is the model that is wished for, and may lie elsewhere", async () => {
    const { response } = await azure().chat.completions.create({ model: "m@br", messages }).withResponse();
    expect(response.headers.get("fairlead-deployment")).toBe("m@br");
  });

  test("Responses and models, with dated versions", async () => {
    const answer = await azure().responses.create({ model: "m", input: "What is 17 plus 25?" });
    expect(answer.output_text).toContain("42");
    expect((await azure().models.list()).data.map(({ id }) => id)).toEqual(["m"]);
  });

  test("errors are in the form that it reads", async () => {
    const wrong = new AzureOpenAI({ endpoint: gateway.url, apiKey: "fl_no", apiVersion: "2024-10-21", maxRetries: 0 });
    await expect(wrong.chat.completions.create({ model: "m", messages })).rejects.toBeInstanceOf(
      OpenAI.AuthenticationError,
    );
    const embeddings = azure().embeddings.create({ model: "m", input: "x" });
    await expect(embeddings).rejects.toMatchObject({ code: "policy.no-deployment" });
    const images = azure().images.generate({ model: "m", prompt: "x" });
    await expect(images).rejects.toMatchObject({ status: 404, code: "request.unknown-route" });
  });
});

test("the API without versions", async () => {
  const client = new OpenAI({ baseURL: `${gateway.url}/openai/v1`, apiKey, maxRetries: 0 });
  expect((await client.responses.create({ model: "m", input: "What is 17 plus 25?" })).output_text).toContain("42");
  expect((await client.models.retrieve("m")).id).toBe("m");
  const answer = await send(gateway, "/openai/v1/nothing", { method: "POST", headers: { "api-key": apiKey } });
  expect(answer).toMatchObject({ status: 404, json: { error: { code: "request.unknown-route" } } });
});
