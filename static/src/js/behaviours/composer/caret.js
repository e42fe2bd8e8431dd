/** Where a place in a field is drawn: the field's text is laid out again, out of sight, up to that place. */
const COPIED = [
  "boxSizing", "width", "borderTopWidth", "borderRightWidth", "borderBottomWidth", "borderLeftWidth", "paddingTop",
  "paddingRight", "paddingBottom", "paddingLeft", "fontFamily", "fontSize", "fontStyle", "fontWeight", "lineHeight",
  "letterSpacing", "wordSpacing", "tabSize", "textIndent", "textTransform",
];

/** The left and the foot of a character, in pixels from the field's own corner. */
export function placeOf(field, at) {
  const style = getComputedStyle(field);
  const twin = document.createElement("div");
  for (const name of COPIED) twin.style[name] = style[name];
  const isOneLine = field.tagName === "INPUT";
  Object.assign(twin.style, { position: "absolute", visibility: "hidden", top: "0", left: "0" });
  Object.assign(twin.style, { whiteSpace: isOneLine ? "pre" : "pre-wrap", overflowWrap: "break-word" });
  twin.textContent = field.value.slice(0, at);
  const mark = document.createElement("span");
  mark.textContent = field.value.slice(at, at + 1) || ".";
  twin.append(mark);
  field.parentElement.append(twin);
  const left = mark.offsetLeft - field.scrollLeft;
  const foot = isOneLine ? field.offsetHeight : mark.offsetTop + mark.offsetHeight - field.scrollTop;
  twin.remove();
  return { left, foot };
}
