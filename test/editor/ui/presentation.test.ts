/** A person looks at the policy and the catalog in three themes; pictures of it are for people to look at. */
import path from "node:path";
import { uiTest, withBrowser } from "../harness/ui-test.ts";

const themes = {
  light: "Default Light Modern",
  dark: "Default Dark Modern",
  "high-contrast": "Default High Contrast",
};

withBrowser();

for (const [name, theme] of Object.entries(themes)) {
  uiTest(
    `lenses and hints, ${name}`,
    async ({ workbench, folder }) => {
      const { page } = workbench;
      await workbench.openFile("nordlys.routing-policy.yaml");
      await page
        .locator(".codelens-decoration", { hasText: "→ gpt-5.5@azure-swedencentral" })
        .waitFor({ timeout: 60_000 });
      await workbench.screenshot(`policy-lenses-${name}`);
      await workbench.goAfter(path.join(folder, "policy", "nordlys.routing-policy.yaml"), "window: day");
      await page.locator(".view-line", { hasText: "= 800 USD" }).first().waitFor({ timeout: 60_000 });
      await page.locator(".codelens-decoration", { hasText: "% spent" }).first().waitFor({ timeout: 60_000 });
      await workbench.screenshot(`policy-hints-${name}`);
      await workbench.openFile("nordlys.catalog.yaml");
      await page.locator(".codelens-decoration", { hasText: "Outage:" }).first().waitFor({ timeout: 60_000 });
      await workbench.screenshot(`catalog-lenses-${name}`);
      await workbench.goAfter(path.join(folder, "policy", "nordlys.catalog.yaml"), "notices:");
      const effective = page.locator(".view-line", { hasText: "effective:" });
      await effective.filter({ hasText: " days" }).first().waitFor({ timeout: 60_000 });
      await page.locator(".codelens-decoration", { hasText: "reference" }).first().waitFor({ timeout: 60_000 });
      await workbench.screenshot(`catalog-dates-${name}`);
    },
    { "workbench.colorTheme": theme, "fairlead.inlayHints.candidatePrices": name === "dark" },
  );
}
