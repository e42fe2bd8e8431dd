// Days and hours as the server writes them, in the reader's language and time zone.
export function makeClock({ language, timezone: timeZone, hour: pattern }) {
  const weekday = new Intl.DateTimeFormat(language, { weekday: "long", day: "numeric", month: "long", timeZone });
  const dayKey = new Intl.DateTimeFormat("en-CA", { year: "numeric", month: "2-digit", day: "2-digit", timeZone });
  const clock = new Intl.DateTimeFormat(language, { hour: "numeric", minute: "2-digit", timeZone });

  function hour(moment) {
    if (!pattern) return clock.format(moment);
    const parts = Object.fromEntries(clock.formatToParts(moment).map(({ type, value }) => [type, value]));
    return pattern.replace("{h}", Number(parts.hour)).replace("{m}", parts.minute).replaceAll(" ", "\u00a0");
  }

  function day(moment) {
    const words = weekday.format(moment);
    return language === "fr" ? words.replace(/\b1(?=\s\p{L})/u, "1er") : words; // as the server writes it
  }

  return { hour, day, key: (moment) => dayKey.format(moment) };
}
