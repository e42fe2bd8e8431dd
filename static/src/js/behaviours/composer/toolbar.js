/** One stop of the Tab key for all of the toolbar; the arrows go from button to button (ARIA's toolbar pattern). */
const STEPS = { ArrowRight: 1, ArrowLeft: -1 };

export function bindToolbar({ root }) {
  const bar = root.querySelector("[data-tools]");
  const buttons = [...bar.querySelectorAll("button")];
  bar.hidden = false;

  const stopAt = (chosen) => {
    for (const button of buttons) button.tabIndex = button === chosen ? 0 : -1;
  };

  stopAt(buttons[0]);
  bar.addEventListener("focusin", (event) => stopAt(event.target.closest("button")));
  bar.addEventListener("keydown", (event) => {
    const at = buttons.indexOf(event.target.closest("button"));
    const ends = { Home: 0, End: buttons.length - 1 };
    const next = ends[event.key] ?? (event.key in STEPS ? at + STEPS[event.key] : undefined);
    if (next === undefined) return;
    event.preventDefault();
    buttons[(next + buttons.length) % buttons.length].focus();
  });
}
