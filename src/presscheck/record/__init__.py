"""The memory: stories and facts kept in one file, found again by any word, followed through time.

The only room that knows a database.
"""
