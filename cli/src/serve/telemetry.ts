/** OpenTelemetry as its own environment variables set it up. */
import type { Generations } from "@fairlead/runtime/gateway";
import { TelemetryExporter } from "@fairlead/runtime/telemetry";
import { type CommandContext, UsageError } from "../context.ts";

/** Reads `name=value,name=value` with percent-encoded values, as OTEL_EXPORTER_OTLP_HEADERS has it. */
function headersOf(text: string): Record<string, string> {
  const pairs = text.split(",").filter((pair) => pair.trim() !== "");
  return Object.fromEntries(
    pairs.map((pair) => {
      const at = pair.indexOf("=");
      if (at <= 0)
        throw new UsageError("cli.bad-option", "OTEL_EXPORTER_OTLP_HEADERS: write NAME=VALUE, parted by commas.");
      return [pair.slice(0, at).trim(), decodeURIComponent(pair.slice(at + 1).trim())];
    }),
  );
}

/** The exporter that the environment asks for: none without OTEL_EXPORTER_OTLP_ENDPOINT. Throws a UsageError. */
export function telemetryFrom(context: CommandContext, generations: Generations): TelemetryExporter | undefined {
  const {
    OTEL_EXPORTER_OTLP_ENDPOINT: endpoint,
    OTEL_EXPORTER_OTLP_HEADERS: headers,
    OTEL_SERVICE_NAME,
    OTEL_SDK_DISABLED,
  } = context.env;
  if (!endpoint || OTEL_SDK_DISABLED === "true") return undefined;
  if (!/^https?:\/\/\S+$/.test(endpoint))
    throw new UsageError("cli.bad-option", `OTEL_EXPORTER_OTLP_ENDPOINT ${endpoint}: write http://HOST:4318.`);
  return new TelemetryExporter({
    endpoint,
    headers: headersOf(headers ?? ""),
    service: OTEL_SERVICE_NAME || "fairlead",
    describe: (id) => generations.current.deploymentById.get(id),
    now: context.now,
    say: (words) => context.stderr(`${words}\n`),
  });
}
