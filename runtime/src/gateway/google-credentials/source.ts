/** Where Google's credentials are: a file that is named, or the usual places, in the order of Google's own clients. */
import { existsSync } from "node:fs";
import os from "node:os";
import path from "node:path";

export type Env = Readonly<Record<string, string | undefined>>;

export type GoogleSource = { kind: "file"; path: string } | { kind: "metadata"; origin: string };

/**
 * The place to look: the file in `GOOGLE_APPLICATION_CREDENTIALS`, the one that `gcloud auth application-default login`
 * writes, else the metadata server of the machine. Source: Google's "How Application Default Credentials works".
 */
export function defaultSource(env: Env): GoogleSource {
  const named = env.GOOGLE_APPLICATION_CREDENTIALS;
  if (named) return { kind: "file", path: named };
  const written = path.join(configFolder(env), "application_default_credentials.json");
  if (existsSync(written)) return { kind: "file", path: written };
  return { kind: "metadata", origin: `http://${env.GCE_METADATA_HOST || "metadata.google.internal"}` };
}

function configFolder(env: Env): string {
  if (env.CLOUDSDK_CONFIG) return env.CLOUDSDK_CONFIG;
  if (process.platform === "win32") return path.join(env.APPDATA ?? os.homedir(), "gcloud");
  return path.join(env.HOME ?? os.homedir(), ".config", "gcloud");
}
