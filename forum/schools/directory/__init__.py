"""Reading exports of the national directory of schools, whatever their edition."""

from forum.schools.directory.reader import Directory, RefusedLine, SchoolFacts, UnreadableDirectory, read_directory

__all__ = ["Directory", "RefusedLine", "SchoolFacts", "UnreadableDirectory", "read_directory"]
