"""Web push: what is told appears on a person's screen though no page of the site is open (docs/decisions/push.md)."""
