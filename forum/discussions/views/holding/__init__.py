"""The pages of holders, parted by what they change."""

from forum.discussions.views.holding import log, moving, posts, spaces, standing  # noqa: F401
