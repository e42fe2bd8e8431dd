"""The grammar of the search box. Whatever is typed can be read.

climat "exclusion définitive" média* -sanction tag:familles,école author:claire in:climat-scolaire after:2025-01
"""

from forum.search.grammar.problems import sentence
from forum.search.grammar.reading import LONGEST_QUERY, MOST_THINGS, parse
from forum.search.grammar.writing import with_filter, without_filter, write

__all__ = ["LONGEST_QUERY", "MOST_THINGS", "parse", "sentence", "with_filter", "without_filter", "write"]
