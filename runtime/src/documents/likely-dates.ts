/** Dates in the forms in which people write them. */

const MONTHS = [
  "january",
  "february",
  "march",
  "april",
  "may",
  "june",
  "july",
  "august",
  "september",
  "october",
  "november",
  "december",
];

/**
 * What a date in another form likely means, as `2027-06-30`, the likelier first. Two where day and month could be
 * taken for each other; none where it is no day of the calendar. Years have four digits: of two the century is a guess.
 */
export function likelyDates(text: string): string[] {
  const words = text.trim().replace(/(\d)(?:st|nd|rd|th)\b/gi, "$1");
  const yearFirst =
    /^(\d{4})[-/. ](\d{1,2})[-/. ](\d{1,2})(?:[T ].*)?$/i.exec(words) ?? /^(\d{4})(\d\d)(\d\d)$/.exec(words);
  if (yearFirst) return dates([yearFirst[1], yearFirst[2], yearFirst[3]]);
  const dayWord = /^(?:[a-z]+,? )?(\d{1,2})[-. ]*([a-z]{3,9})\.?,?[- ]*(\d{4})$/i.exec(words);
  if (dayWord) return dates([dayWord[3], monthOf(dayWord[2]), dayWord[1]]);
  const wordDay = /^(?:[a-z]+, )?([a-z]{3,9})\.? (\d{1,2}),? (\d{4})$/i.exec(words);
  if (wordDay) return dates([wordDay[3], monthOf(wordDay[1]), wordDay[2]]);
  const yearWord = /^(\d{4})[- ]([a-z]{3,9})[- ](\d{1,2})$/i.exec(words);
  if (yearWord) return dates([yearWord[1], monthOf(yearWord[2]), yearWord[3]]);
  const yearLast = /^(\d{1,2})([-/.])(\d{1,2})\2(\d{4})$/.exec(words);
  if (!yearLast) return [];
  const [, first, sign, second, year] = yearLast;
  // With dots the day comes first everywhere; with other signs it depends on the country.
  return sign === "." ? dates([year, second, first]) : dates([year, second, first], [year, first, second]);
}

type Parts = readonly [year: string | undefined, month: string | undefined, day: string | undefined];

function dates(...all: Parts[]): string[] {
  const found = all.flatMap(([year = "", month = "", day = ""]) => {
    const text = `${year}-${month.padStart(2, "0")}-${day.padStart(2, "0")}`;
    const moment = new Date(`${text}T00:00:00Z`);
    return !Number.isNaN(moment.getTime()) && moment.toISOString().startsWith(text) ? [text] : [];
  });
  return [...new Set(found)];
}

/** The number of a month by its English name or at least three letters of it; empty for any other word. */
function monthOf(word = ""): string {
  const name = word.toLowerCase();
  const index = name.length < 3 ? -1 : MONTHS.findIndex((month) => month.startsWith(name));
  return index < 0 ? "" : String(index + 1);
}
