/** Google: the Gen AI SDK and its predecessor. Found, with no replacement yet. */
import type { Vendor } from "./types.ts";

export const google: Vendor = {
  id: "google",
  name: "Google",
  classes: [
    {
      name: "GoogleGenAI",
      addressOptions: [{ name: "httpOptions", atRunTime: "undecided" }],
      vendorOptions: ["apiKey", "vertexai", "project", "location", "apiVersion", "googleAuthOptions", "httpOptions"],
      applicationOptions: [],
    },
    { name: "GoogleGenerativeAI", addressOptions: [], vendorOptions: [], applicationOptions: [] },
  ],
  modules: [
    {
      specifiers: ["@google/genai", "@google/genai/node", "@google/genai/web"],
      exports: { GoogleGenAI: "GoogleGenAI" },
    },
    { specifiers: ["@google/generative-ai"], exports: { GoogleGenerativeAI: "GoogleGenerativeAI" } },
  ],
  hosts: ["generativelanguage.googleapis.com", "aiplatform.googleapis.com", "*-aiplatform.googleapis.com"],
  environment: ["GEMINI_API_KEY", "GOOGLE_API_KEY"],
  python: {
    modules: [{ name: "google.genai", classes: { Client: "genai.Client" } }],
    addressKeywords: ["http_options"],
    factories: [],
  },
};
