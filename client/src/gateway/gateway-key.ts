/** The key for a gateway that somebody else runs: from the environment, or from the editor's secret storage. */
import { l10n, type SecretStorage, window } from "vscode";

const secretName = "fairlead.gateway.key";

/** The key that is known; undefined where none is. */
export async function knownKey(secrets: SecretStorage): Promise<string | undefined> {
  return process.env.FAIRLEAD_KEY || (await secrets.get(secretName));
}

/** Asks for a key and keeps it; undefined where the person gave none. */
export async function askForKey(secrets: SecretStorage): Promise<string | undefined> {
  const key = await window.showInputBox({
    title: l10n.t("Fairlead: gateway key"),
    prompt: l10n.t("The virtual key that names your business unit. It is kept in the editor's secret storage."),
    password: true,
    ignoreFocusOut: true,
  });
  if (!key?.trim()) return undefined;
  await secrets.store(secretName, key.trim());
  return key.trim();
}
