/** OpenTelemetry: traces and metrics by the GenAI conventions. */
export { type ExporterOptions, TelemetryExporter } from "./exporter.ts";
