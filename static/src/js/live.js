// What is live on the pages of members. Each part is bound by data- attributes and may fail alone.
import { bindBell } from "./live/bell.js";
import { bindConversation } from "./live/conversation.js";
import { bindNotices } from "./live/notices.js";
import { bindRoomCounts } from "./live/room-counts.js";
import { bindThread } from "./live/thread.js";
import { bindWatching } from "./live/watching.js";

for (const bind of [bindBell, bindRoomCounts, bindNotices, bindWatching, bindThread, bindConversation]) {
  try {
    bind(document);
  } catch (error) {
    console.error(error);
  }
}
