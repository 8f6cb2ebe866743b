/** The entry of the benchmark panel's page. */
import { render } from "preact";
import { useEffect, useState } from "preact/hooks";
import "./benchmark.css";
import { App } from "./components/app.tsx";
import { save, tell } from "./editor.ts";
import { setTranslations } from "./l10n.ts";
import type { PanelSnapshot, ToPanel } from "./messages.ts";

function Panel() {
  const [snapshot, setSnapshot] = useState<PanelSnapshot | undefined>(undefined);
  useEffect(() => {
    const receive = (event: MessageEvent<ToPanel>): void => {
      if (event.data.type !== "snapshot") return;
      const { run, selected } = event.data.snapshot;
      setSnapshot(event.data.snapshot);
      save({ selected, result: run.status === "finished" ? run.result : undefined });
    };
    window.addEventListener("message", receive);
    tell({ type: "ready" });
    return () => window.removeEventListener("message", receive);
  }, []);
  return snapshot && <App snapshot={snapshot} />;
}

const root = document.getElementById("root");
if (root) {
  setTranslations(JSON.parse(root.dataset.translations ?? "{}") as Record<string, string>);
  render(<Panel />, root);
}
