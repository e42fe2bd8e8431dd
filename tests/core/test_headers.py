"""What a browser is told with every answer."""

from tests.browsing import Browser


def test_every_answer_carries_a_strict_content_policy(visitor: Browser) -> None:
    policy = visitor.get("/nowhere").response.headers["Content-Security-Policy"]

    assert "default-src 'none'" in policy
    assert "unsafe-inline" not in policy
