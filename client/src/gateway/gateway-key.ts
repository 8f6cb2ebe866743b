/** The key for a gateway that somebody else runs: from the environment, or from the editor's secret storage. */
import { l10n, type SecretStorage, window } from "vscode";
import { environmentKey, secretName } from "./key-source.ts";

/** The key that is known for the gateway at a URL; undefined where none is. */
export async function knownKey(secrets: SecretStorage, url: string): Promise<string | undefined> {
  return environmentKey(process.env, url) ?? (await secrets.get(secretName(url)));
}

/** Asks for the key of the gateway at a URL and keeps it; undefined where the person gave none. */
export async function askForKey(secrets: SecretStorage, url: string): Promise<string | undefined> {
  const key = await window.showInputBox({
    title: l10n.t("Fairlead: key for the gateway at {0}", url),
    prompt: l10n.t("The virtual key that names your business unit. It is kept in the editor's secret storage."),
    password: true,
    ignoreFocusOut: true,
  });
  if (!key?.trim()) return undefined;
  await secrets.store(secretName(url), key.trim());
  return key.trim();
}
