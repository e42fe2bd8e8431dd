/** The field grows with its text where style sheets alone do not see to it. */
export function bindGrowing({ area }) {
  if (CSS.supports("field-sizing", "content")) return;
  const grow = () => {
    area.style.height = "auto";
    area.style.height = `${area.scrollHeight + 2}px`;
  };
  for (const event of ["input", "change"]) area.addEventListener(event, grow);
  if (area.value) grow();
}
