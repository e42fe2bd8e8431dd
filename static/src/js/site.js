// What every page does once scripts run. Each behaviour is bound by data- attributes and may fail alone.
import { bindBookmarks } from "./behaviours/bookmark.js";
import { awaitAnswer } from "./behaviours/await.js";
import { bindComposers } from "./behaviours/composer.js";
import { bindCopyLinks } from "./behaviours/copy-link.js";
import { bindDeskKeys } from "./behaviours/desk-keys.js";
import { bindEditor } from "./behaviours/editor.js";
import { focusFirstError } from "./behaviours/focus-errors.js";
import { bindKeyboardList } from "./behaviours/keyboard-list.js";
import { bindMenus } from "./behaviours/menu.js";
import { bindOrdering } from "./behaviours/ordering.js";
import { bindPush } from "./behaviours/push.js";
import { bindReactions } from "./behaviours/reactions.js";
import { bindScrubber } from "./behaviours/scrubber.js";
import { bindSearchShortcut } from "./behaviours/search-shortcut.js";
import { bindSubmitOnce } from "./behaviours/submit-once.js";
import { bindSuggestions } from "./behaviours/suggest.js";
import { followContents } from "./behaviours/contents.js";

const behaviours = [
  focusFirstError,
  awaitAnswer,
  bindBookmarks,
  bindComposers,
  bindCopyLinks,
  bindDeskKeys,
  bindEditor,
  bindOrdering,
  bindPush,
  bindReactions,
  bindScrubber,
  bindSearchShortcut,
  bindSubmitOnce,
  bindSuggestions,
  bindMenus,
  bindKeyboardList,
  followContents,
];

for (const bind of behaviours) {
  try {
    bind(document);
  } catch (error) {
    console.error(error);
  }
}
