/** One step at a time. The address says which; a link to a field opens the step that it stands in. */
export function bindSteps(root, form) {
  const steps = [...form.querySelectorAll("[data-step]")];
  const links = [...root.querySelectorAll("[data-step-link]")];
  const turn = form.querySelector("[data-step-turn]");
  const before = turn.querySelector("[data-step-before]");
  const after = turn.querySelector("[data-step-after]");
  const words = new Map(links.map((link) => [link.hash, link.firstChild.textContent.trim()]));
  turn.hidden = false;

  const lead = (link, step) => {
    link.hidden = !step;
    if (!step) return;
    link.setAttribute("href", `#${step.id}`);
    link.querySelector("span").textContent = words.get(`#${step.id}`) ?? "";
  };

  const show = (step) => {
    const at = steps.indexOf(step);
    for (const one of steps) one.hidden = one !== step;
    for (const link of links) {
      if (link.hash === `#${step.id}`) link.setAttribute("aria-current", "step");
      else link.removeAttribute("aria-current");
    }
    lead(before, steps[at - 1]);
    lead(after, steps[at + 1]);
  };

  const follow = () => {
    const target = location.hash ? root.getElementById(location.hash.slice(1)) : null;
    const step = target?.closest("[data-step]");
    if (target && !step) return; // the summary of errors, what changed: all stays as it is
    show(step ?? steps[0]);
    if (!target) return;
    if (target === step) {
      const heading = step.querySelector("h2");
      heading.tabIndex = -1;
      heading.focus({ preventScroll: true });
      form.scrollIntoView({ block: "start" });
    } else {
      target.focus();
      target.scrollIntoView({ block: "center" });
    }
  };

  const wrong = form.querySelector(".wrong")?.closest("[data-step]");
  show(wrong ?? steps[0]);
  if (!wrong && location.hash) follow();
  window.addEventListener("hashchange", follow);
}
