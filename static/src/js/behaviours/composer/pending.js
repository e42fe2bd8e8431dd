/** A message that waits for the connection, with its number: closing the page meanwhile does not make it two. */
import { fieldsOf, putBack } from "./fields.js";
import { remember, remembered } from "./memory.js";

export function pending(composer) {
  const key = `sending:${composer.place || composer.form.action}`;
  return {
    hold: (fields, number) => number && remember(key, { fields, number: number.value }),
    forget: () => remember(key, null),
    /** Puts one back that was left waiting; gives its fields. */
    find: (number) => {
      const found = number && remembered(key);
      if (!found) return null;
      putBack(composer.form, found.fields);
      number.value = found.number;
      return fieldsOf(composer);
    },
  };
}
