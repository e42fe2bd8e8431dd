"""The published library as data for others: tables, the protocol of harvesters, a feed, the map for search engines.

Everything here begins with the records of listed sheets (forum/practices/queries/opendata.py); how one sheet is
written in one form is in forum/practices/exports.
"""
