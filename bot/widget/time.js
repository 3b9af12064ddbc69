/** Dates in the words of the page's language and the customer's own time zone. */

import { words } from './text.js';

const language = () => document.documentElement.lang || 'en-GB';
const format = (options, date) => new Intl.DateTimeFormat(language(), options).format(date);
const midnight = (date) => new Date(date.getFullYear(), date.getMonth(), date.getDate());
const daysFromToday = (date) => Math.round((midnight(date) - midnight(new Date())) / 86_400_000);

/** Return the time of day, as "14:05". */
export const timeOfDay = (date) => format({ hour: '2-digit', minute: '2-digit' }, date);

/** Return a key that is equal for two moments of one day. */
export const dayKey = (date) => date.toDateString();

/** Return the day as a heading: "Today", "Yesterday", "Tuesday 3 November", with the year when it is another. */
export function dayName(date) {
  const away = daysFromToday(date);
  if (away === 0) return words.today;
  if (away === -1) return words.yesterday;
  const year = date.getFullYear() === new Date().getFullYear() ? undefined : 'numeric';
  return format({ weekday: 'long', day: 'numeric', month: 'long', year }, date);
}

/** Return a moment in a sentence: "today at 14:05", "Tuesday 3 November at 09:00". */
export function moment(date) {
  return words.at(words.days[daysFromToday(date)] ?? dayName(date), timeOfDay(date));
}

/** Say whether a text already names this moment, by its time or its day. */
export function tells(text, date) {
  return [timeOfDay(date), format({ day: 'numeric', month: 'long' }, date)].some((part) => text.includes(part));
}
