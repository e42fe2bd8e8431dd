"""A published sheet as others take it up: citations for bibliographies, whole texts, data about it.

Each module writes one form; `formats` is the list of them with their addresses.
"""
