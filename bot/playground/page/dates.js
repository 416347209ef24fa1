// Dates as Slack writes them, in a zone and seen from a moment; it knows nothing of messages.
//
// Tokens: https://docs.slack.dev/messaging/formatting-message-text#date-formatting

const LOCALE = "en-GB";

function written(date, zone, options) {
  return new Intl.DateTimeFormat(LOCALE, { timeZone: zone, ...options }).format(date);
}

// The calendar day in that zone, as YYYY-MM-DD.
export function day(date, zone) {
  return new Intl.DateTimeFormat("en-CA", { timeZone: zone, year: "numeric", month: "2-digit", day: "2-digit" })
    .format(date);
}

export function time(date, zone) {
  return written(date, zone, { hour: "2-digit", minute: "2-digit" });
}

// "Monday 23 November", with the year when it is another than now's.
export function longDay(date, zone, now) {
  const year = day(date, zone).slice(0, 4) === day(now, zone).slice(0, 4) ? {} : { year: "numeric" };
  return written(date, zone, { weekday: "long", day: "numeric", month: "long", ...year });
}

export function shortDay(date, zone) {
  return written(date, zone, { weekday: "short", day: "numeric", month: "short" });
}

// "Today", "Yesterday", "Tomorrow", or the long day.
export function prettyDay(date, zone, now) {
  return near(date, zone, now) ?? longDay(date, zone, now);
}

function near(date, zone, now) {
  const ordinal = (moment) => Date.parse(`${day(moment, zone)}T00:00:00Z`) / 86_400_000;
  return { "-1": "Yesterday", 0: "Today", 1: "Tomorrow" }[ordinal(date) - ordinal(now)];
}

function ago(date, now) {
  const seconds = Math.round((date - now) / 1000);
  const relative = new Intl.RelativeTimeFormat(LOCALE, { numeric: "auto" });
  for (const [unit, size] of [["day", 86_400], ["hour", 3_600], ["minute", 60]]) {
    if (Math.abs(seconds) >= size) return relative.format(Math.trunc(seconds / size), unit);
  }
  return relative.format(seconds, "second");
}

const LONG = { day: "numeric", month: "long" };
const FULL = { ...LONG, year: "numeric" };
const SHORT = { day: "numeric", month: "short", year: "numeric" };

function token(name, date, zone, now) {
  const pretty = name.endsWith("_pretty") ? near(date, zone, now)?.toLowerCase() : undefined;
  if (pretty) return pretty;
  switch (name.replace(/_pretty$/, "")) {
    case "date": return written(date, zone, LONG);
    case "date_num": return day(date, zone);
    case "date_slash": return written(date, zone, { day: "2-digit", month: "2-digit", year: "numeric" });
    case "date_long": return written(date, zone, { ...FULL, weekday: "long" });
    case "date_long_full": return written(date, zone, FULL);
    case "date_short": return written(date, zone, SHORT);
    case "day_divider": return longDay(date, zone, now);
    case "time": return time(date, zone);
    case "time_secs": return written(date, zone, { hour: "2-digit", minute: "2-digit", second: "2-digit" });
    case "ago": return ago(date, now);
    default: return undefined;
  }
}

// A Slack date format filled in; undefined when it holds a token that Slack does not have.
export function formatted(timestamp, format, zone, now) {
  const date = new Date(timestamp * 1000);
  if (Number.isNaN(date.getTime())) return undefined;
  let known = true;
  const text = format.replace(/\{([a-z_]+)\}/g, (whole, name) => {
    const filled = token(name, date, zone, now);
    known &&= filled !== undefined;
    return filled ?? whole;
  });
  return known ? text : undefined;
}
