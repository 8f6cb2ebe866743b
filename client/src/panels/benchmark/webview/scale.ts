/** From values to places on a chart. Pure geometry. */

export interface Scale {
  ticks: { value: number; position: number }[];
  /** From 0 (the low end) to 1; values beyond an end stand at it. */
  at(value: number): number;
}

/** An even scale with round ticks that holds both ends. Ends that are equal get room around them. */
export function linearScale(low: number, high: number, steps = 4): Scale {
  const spread = high > low ? high - low : Math.abs(high) || 1;
  const step = niceStep(spread / steps);
  const from = Math.floor(low / step + 1e-9) * step;
  let to = Math.ceil(high / step - 1e-9) * step;
  if (to <= from) to = from + step;
  const at = (value: number) => clamp((value - from) / (to - from));
  const count = Math.round((to - from) / step) + 1;
  const ticks = Array.from({ length: count }, (_, index) => {
    const value = clean(from + index * step, step);
    return { value, position: at(value) };
  });
  return { ticks, at };
}

/** A scale on which equal factors are equally far. Both ends must be above 0. */
export function logScale(low: number, high: number): Scale {
  const from = Math.floor(Math.log10(low));
  const to = Math.max(from + 1, Math.ceil(Math.log10(high)));
  const at = (value: number) => (value <= 0 ? 0 : clamp((Math.log10(value) - from) / (to - from)));
  const factors = to - from > 2 ? [1] : [1, 2, 5];
  const ticks: Scale["ticks"] = [];
  for (let power = from; power <= to; power += 1) {
    for (const factor of power === to ? [1] : factors) {
      const value = clean(factor * 10 ** power, 10 ** power);
      ticks.push({ value, position: at(value) });
    }
  }
  return { ticks, at };
}

/** The next of 1, 2, 5, 10, 20, 50 … and of their parts, that is not below the amount. */
function niceStep(amount: number): number {
  const power = 10 ** Math.floor(Math.log10(amount));
  return [1, 2, 5, 10].map((factor) => factor * power).find((step) => step >= amount * (1 - 1e-9)) ?? 10 * power;
}

/** Without the last digits that sums of steps leave. */
function clean(value: number, step: number): number {
  const digits = Math.max(0, 2 - Math.floor(Math.log10(step)));
  return Number(value.toFixed(Math.min(20, digits)));
}

function clamp(part: number): number {
  return Math.min(1, Math.max(0, part));
}
