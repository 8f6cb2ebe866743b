import { InvalidArgumentError } from "commander";

/** Reads an option that is a whole number from 1 up. */
export function wholeNumber(text: string): number {
  const value = Number(text);
  if (Number.isSafeInteger(value) && value > 0) return value;
  throw new InvalidArgumentError("It must be a whole number from 1 up.");
}

/** Reads an option that is a whole number from 0 up. */
export function wholeNumberFromZero(text: string): number {
  const value = Number(text);
  if (/^\d+$/.test(text) && Number.isSafeInteger(value)) return value;
  throw new InvalidArgumentError("It must be a whole number from 0 up.");
}
