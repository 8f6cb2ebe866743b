/** The entry of the page, of the panel and of the editor of results. */
import { render } from "preact";
import { useEffect, useState } from "preact/hooks";
import "./styles/page.css";
import "./styles/charts.css";
import "./styles/cases.css";
import { App } from "./components/app.tsx";
import { save, settle, tell } from "./editor.ts";
import { setTranslations } from "./l10n.ts";
import type { PanelSnapshot, ResultView, ToPanel } from "./messages.ts";

function Panel() {
  const [snapshot, setSnapshot] = useState<PanelSnapshot | undefined>(undefined);
  const [result, setResult] = useState<ResultView | undefined>(undefined);
  useEffect(() => {
    const receive = ({ data }: MessageEvent<ToPanel>): void => {
      switch (data.type) {
        case "snapshot":
          setSnapshot(data.snapshot);
          save({ selected: data.snapshot.selected });
          break;
        case "result":
          setResult(data.result);
          if (data.result.status === "ready") save({ path: data.result.path });
          break;
        default:
          settle(data);
      }
    };
    window.addEventListener("message", receive);
    tell({ type: "ready" });
    return () => window.removeEventListener("message", receive);
  }, []);
  return result && <App snapshot={snapshot} result={result} />;
}

const root = document.getElementById("root");
if (root) {
  setTranslations(JSON.parse(root.dataset.translations ?? "{}") as Record<string, string>);
  render(<Panel />, root);
}
