// The emoji that messages here are likely to use, by Slack's names; an unknown one stays as it is written.

const BY_NAME = {
  "+1": "👍", "-1": "👎", alarm_clock: "⏰", arrow_right: "➡️", ballot_box_with_check: "☑️", bell: "🔔",
  blush: "😊", book: "📖", books: "📚", brain: "🧠", bug: "🐛", bulb: "💡", calendar: "📆",
  chart_with_upwards_trend: "📈", checkered_flag: "🏁", clap: "👏", clock9: "🕘", coffee: "☕",
  computer: "💻", cry: "😢", dart: "🎯", eyes: "👀", fire: "🔥", gear: "⚙️", green_circle: "🟢",
  hammer_and_wrench: "🛠️", heart: "❤️", heavy_check_mark: "✔️", hourglass: "⌛", hugging_face: "🤗",
  information_source: "ℹ️", joy: "😂", key: "🔑", large_blue_circle: "🔵", large_green_circle: "🟢",
  large_yellow_circle: "🟡", link: "🔗", lock: "🔒", mag: "🔍", memo: "📝", mortar_board: "🎓",
  muscle: "💪", no_entry: "⛔", ok_hand: "👌", partying_face: "🥳", pencil: "✏️", pencil2: "✏️",
  point_right: "👉", pray: "🙏", pushpin: "📌", python: "🐍", question: "❓", red_circle: "🔴",
  repeat: "🔁", rocket: "🚀", scales: "⚖️", see_no_evil: "🙈", slightly_smiling_face: "🙂", smile: "😄",
  snake: "🐍", sparkles: "✨", speech_balloon: "💬", star: "⭐", sunny: "☀️", sweat_smile: "😅", tada: "🎉",
  test_tube: "🧪", thinking_face: "🤔", thumbsup: "👍", trophy: "🏆", unlock: "🔓", warning: "⚠️",
  wave: "👋", white_check_mark: "✅", x: "❌", yellow_circle: "🟡", zap: "⚡",
};

// The character, or undefined.
export function emoji(name) {
  return BY_NAME[name.replace(/::skin-tone-\d$/, "")];
}
