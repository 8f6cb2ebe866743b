/** OpenAI's Responses, at OpenAI and in a resource on Azure. */
import { azureOpenai } from "../azure-openai/vendor.ts";
import { openai } from "../openai/vendor.ts";
import type { Vendor } from "../vendor.ts";
import { readResponsesCall } from "./read-call.ts";
import { wholeResponse } from "./response.ts";
import { responsesStream } from "./stream.ts";

const RESPONSES: Pick<Vendor, "readCall" | "plain" | "stream"> = {
  readCall: readResponsesCall,
  plain: wholeResponse,
  stream: responsesStream,
};

export const openaiResponses: Vendor = { ...openai, ...RESPONSES };
export const azureResponses: Vendor = { ...azureOpenai, ...RESPONSES };
