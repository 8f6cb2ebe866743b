import { expect, expectTypeOf, test } from "vitest";
import { SENSITIVITIES, type Sensitivity } from "../../documents/vocabulary.ts";
import { type GatewaySensitivity, resolveSettings } from "./settings.ts";

const env = { FAIRLEAD_URL: " https://gateway.example.com/ ", FAIRLEAD_KEY: " flk_key " };

test("blanks and slashes around the variables do no harm", () => {
  expect(resolveSettings("Client", {}, env)).toEqual({
    url: "https://gateway.example.com",
    key: "flk_key",
    headers: {},
  });
});

test.each([...SENSITIVITIES])("the documents' sensitivity %s becomes a header", (sensitivity) => {
  // The client repeats the words so that its types stand alone: a difference fails to compile here.
  expectTypeOf<GatewaySensitivity>().toEqualTypeOf<Sensitivity>();
  expect(resolveSettings("Client", { sensitivity }, env).headers).toEqual({ "fairlead-sensitivity": sensitivity });
});
